/** Orders from Buy on, for each of those who deal with them. */
import { operationsOn } from '../database/operations.ts';
import type { Database } from '../database/schema.ts';
import { informationRequest, informationRequestBounced, informationRequestSent } from './information-requests.ts';
import { claimMail, giveBackMail, mailSent } from './mail-log.ts';
import { place } from './place.ts';
import { get, getAny, list } from './read.ts';
import { apply, creationSent } from './record.ts';
import { find, findAll, version, waitingOnReseller } from './search.ts';
import { brief, markStarted, notStarted, workflowInput } from './starting.ts';

/** The side of the client. */
export type OrderStore = ReturnType<typeof createOrders>;

export function createOrders(db: Database) {
  return operationsOn(db, {
    place,
    get,
    getAny,
    list,
    workflowInput,
    notStarted,
    markStarted,
    informationRequest,
    brief,
  });
}

/** The side of the worker: structurally its ports `OrderRecord` and `MailLog`. */
export type OrderRecord = ReturnType<typeof createOrderRecord>;

export function createOrderRecord(db: Database) {
  return operationsOn(db, {
    brief,
    apply,
    creationSent,
    informationRequestSent,
    informationRequestBounced,
    claimMail,
    giveBackMail,
    mailSent,
  });
}

/** The side of the control panel. */
export type OrderSearch = ReturnType<typeof createOrderSearch>;

export function createOrderSearch(db: Database) {
  return operationsOn(db, { find, findAll, waitingOnReseller, version });
}
