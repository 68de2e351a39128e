import type { Words } from '../data.ts';
import { informationRequest } from './information-request.ts';
import { orderCompleted } from './order-completed.ts';
import { orderEnded } from './order-ended.ts';
import { orderHeld } from './order-held.ts';

export const de: Words = { informationRequest, orderCompleted, orderEnded, orderHeld };
