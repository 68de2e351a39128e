/** Orders from Buy on, for each of those who deal with them. */
import { operationsOn } from '../database/operations.ts';
import type { Database } from '../database/schema.ts';
import { acceptAgain } from './accepting-again.ts';
import { informationRequest, informationRequestBounced, informationRequestSent } from './information-requests.ts';
import { lookAt } from './look.ts';
import { claimMail, giveBackMail, mailSent } from './mail-log.ts';
import { place } from './place.ts';
import { get, getAny, list, listHeld } from './read.ts';
import { nextOfRound, report, settle, toLookAtAgain, unreconciled } from './reconciling.ts';
import { apply } from './record.ts';
import { find, findAll, waitingOnReseller } from './search.ts';
import { brief, claimToStart, markStarted, startsAreDue, workflowInput } from './starting.ts';
import {
  accountGone,
  accountLearnt,
  accountOf,
  creationRefused,
  creationSent,
  holderOf,
  noteStray,
} from './vendor-accounts.ts';

/** The side of the client. */
export type OrderStore = ReturnType<typeof createOrders>;

export function createOrders(db: Database) {
  return operationsOn(db, {
    place,
    get,
    lookAt,
    getAny,
    list,
    listHeld,
    workflowInput,
    startsAreDue,
    claimToStart,
    markStarted,
    informationRequest,
    brief,
  });
}

/** The side of the worker: structurally its ports `OrderRecord`, `MailLog` and `VendorAccounts`. */
export type OrderRecord = ReturnType<typeof createOrderRecord>;

export function createOrderRecord(db: Database) {
  return operationsOn(db, {
    brief,
    apply,
    creationSent,
    creationRefused,
    accountOf,
    accountLearnt,
    accountGone,
    holderOf,
    noteStray,
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
  return operationsOn(db, { find, findAll, waitingOnReseller });
}

/** The side of the reconciler, and of whoever reads what it found. */
export type Reconciliation = ReturnType<typeof createReconciliation>;

export function createReconciliation(db: Database) {
  return operationsOn(db, { nextOfRound, toLookAtAgain, report, settle, acceptAgain, unreconciled });
}
