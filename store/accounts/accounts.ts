/** Users of the control panel, their sessions, and what slows guessing down. All instants are given by the caller. */
import { operationsOn } from '../database/operations.ts';
import type { Database } from '../database/schema.ts';
import { forgiveAttempt, takeAttempt } from './attempts.ts';
import {
  confirmIdentity,
  identitiesOf,
  keepIdentity,
  keptIdentity,
  unlinkIdentities,
  userByIdentity,
} from './identities.ts';
import { beginLogin, isKnownBrowser, rememberBrowser, takeLogin } from './logins.ts';
import { endSession, startSession, userOfSession } from './sessions.ts';
import { addUser, deleteUser, listUsers, resetPassword, setDisabled, setPassword, userByEmail } from './users.ts';

export type AccountsStore = ReturnType<typeof createAccounts>;

export function createAccounts(db: Database) {
  return operationsOn(db, {
    addUser,
    listUsers,
    userByEmail,
    setPassword,
    resetPassword,
    setDisabled,
    deleteUser,
    userByIdentity,
    keepIdentity,
    keptIdentity,
    confirmIdentity,
    identitiesOf,
    unlinkIdentities,
    startSession,
    userOfSession,
    endSession,
    beginLogin,
    takeLogin,
    rememberBrowser,
    isKnownBrowser,
    takeAttempt,
    forgiveAttempt,
  });
}
