/**
 * `order-saga/client`: what a back-end service imports to place orders and to steer them.
 *
 * ```ts
 * const orders = await connectOrders();
 * const result = await orders.client.place({ … });
 * ```
 */

export type { OrderFilter, Page, PlaceProblem, PlaceResult, StoredOrder } from '../store/store.ts';
export { DatabaseAway } from '../store/store.ts';
export type {
  AcceptedAnswer,
  AdministratorAnswer,
  CancelRequest,
  ExtendRequest,
  ResendRequest,
} from '../workflows/contract/messages.ts';
export type {
  AdministratorDetails,
  InformationRequestTerms,
  LiveOrder,
  WaitingOn,
} from '../workflows/contract/order.ts';
export { DEFAULT_INFORMATION_REQUEST } from '../workflows/contract/order.ts';
export type { OrderStateName } from '../workflows/contract/states.ts';
export { connectOrders, type Orders } from './connect.ts';
export { InvalidOrderRequest, type OrderRequest } from './order-request.ts';
export {
  type AnswerResult,
  type MessageRefusal,
  type MessageResult,
  OrderClient,
  type OrderClientOptions,
} from './orders.ts';
