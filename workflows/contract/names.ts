/** The names by which the parts of Order Saga find each other in Temporal. All of them are public: do not rename. */

/** The workflow type of an order. */
export const ORDER_SAGA = 'orderSaga';

/** The task queue when `TASK_QUEUE` is not set. */
export const DEFAULT_TASK_QUEUE = 'orders';

/** One workflow for one order, so Temporal itself refuses a second run of the same order. */
export function workflowIdOf(orderId: string): string {
  return `order-${orderId}`;
}

/** The workflow type that looks at the vendor again, after a creation whose outcome was in doubt. */
export const LOOK_AGAIN = 'lookAgain';

/** @param turn of the order's step that was in doubt */
export function lookAgainIdOf(lineId: string, turn: number): string {
  return `look-again-${lineId}-${turn}`;
}

/** The workflow type that compares vendors, record and ledger. */
export const RECONCILIATION = 'reconciliation';

/** The id of the schedule, and how those of its workflows begin: products that share a namespace have queues of their own. */
export function reconciliationIdOf(taskQueue: string): string {
  return `reconciliation-${taskQueue}`;
}

/** Signals, updates and the query of the order workflow. */
export const MESSAGES = {
  /** Signal: the administrator's details; fire and forget, for operators and integrations. */
  administratorDetails: 'administratorDetails',
  /** Update: the administrator's details; validated, answers `{accepted: true}` or says why not. */
  provideAdministratorDetails: 'provideAdministratorDetails',
  /** Signal and update: stop the order, as far as its stage allows. */
  cancelOrder: 'cancelOrder',
  /** Signal and update: send the request again, or to another contact; revokes the earlier link. */
  resendInformationRequest: 'resendInformationRequest',
  /** Signal and update: give the customer more time. */
  extendDeadline: 'extendDeadline',
  /** Signal and update: a mail of the information request came back for good. */
  reportBounce: 'reportBounce',
  /** Signal and update: an operator lets a held order go on. */
  resumeOrder: 'resumeOrder',
  /** Query: the order as the workflow sees it now. */
  getOrder: 'getOrder',
} as const;

/** Search attributes; none carries personal data, since Temporal stores them in clear. */
export const SEARCH_ATTRIBUTES = {
  OrderState: 'Keyword',
  ResellerId: 'Keyword',
  CustomerId: 'Keyword',
  WaitingOn: 'Keyword',
  WaitDeadline: 'Datetime',
} as const;

/** The same as the SDK's typed keys, which are plain data. */
export const SEARCH_ATTRIBUTE_KEYS = {
  orderState: { name: 'OrderState', type: 'KEYWORD' },
  resellerId: { name: 'ResellerId', type: 'KEYWORD' },
  customerId: { name: 'CustomerId', type: 'KEYWORD' },
  waitingOn: { name: 'WaitingOn', type: 'KEYWORD' },
  waitDeadline: { name: 'WaitDeadline', type: 'DATETIME' },
} as const;
