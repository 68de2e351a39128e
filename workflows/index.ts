export { lookAgain } from './order/look-again.ts';
export { orderSaga } from './order/order-saga.ts';
export { reconciliation } from './reconciliation/reconciliation.ts';
