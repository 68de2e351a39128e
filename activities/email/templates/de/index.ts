import type { Words } from '../data.ts';
import { contactUnreachable } from './contact-unreachable.ts';
import { informationRequest } from './information-request.ts';
import { orderCompleted } from './order-completed.ts';
import { orderEnded } from './order-ended.ts';
import { orderHeld } from './order-held.ts';

export const de: Words = { contactUnreachable, informationRequest, orderCompleted, orderEnded, orderHeld };
