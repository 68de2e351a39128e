export { orderSaga } from './order/order-saga.ts';
