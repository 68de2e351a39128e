import type { Words } from '../data.ts';
import { contactUnreachable } from './contact-unreachable.ts';
import { correctionNeeded } from './correction-needed.ts';
import { informationRequest } from './information-request.ts';
import { orderCompleted } from './order-completed.ts';
import { orderEnded } from './order-ended.ts';
import { orderHeld } from './order-held.ts';

export const de: Words = {
  contactUnreachable,
  correctionNeeded,
  informationRequest,
  orderCompleted,
  orderEnded,
  orderHeld,
};
