/** Users of the control panel, their sessions, and what slows guessing down. All instants are given by the caller. */
import type { Database } from '../database/schema.ts';
import * as attempts from './attempts.ts';
import * as logins from './logins.ts';
import * as sessions from './sessions.ts';
import * as users from './users.ts';

export interface User {
  userId: string;
  /** A user belongs to one reseller and sees that reseller's data only. */
  resellerId: string;
  name: string;
  email: string;
}

export interface NewUser {
  resellerId: string;
  name: string;
  email: string;
  /** An argon2id PHC string; absent: the user logs in through an identity provider only. */
  passwordHash?: string;
}

/** Who somebody is at an identity provider, as its ID token says. */
export interface Identity {
  issuer: string;
  subject: string;
  /** Only if the provider says that it has verified it. */
  verifiedEmail?: string;
}

export interface SessionLimits {
  /** Milliseconds after the last page. */
  idle: number;
  /** Milliseconds after the login, however busy the user is. */
  absolute: number;
}

/** A login that is at an identity provider just now. */
export interface PendingLogin {
  nonce: string;
  codeVerifier: string;
  /** The page asked for. */
  returnTo?: string;
}

export interface AccountsStore {
  /** @throws UnknownReseller, EmailTaken */
  addUser(user: NewUser): Promise<User>;
  /** Oldest first. */
  listUsers(): Promise<User[]>;
  /** Upper and lower case don't matter. */
  userByEmail(email: string): Promise<(User & { passwordHash?: string }) | undefined>;
  setPassword(userId: string, passwordHash: string): Promise<void>;
  /** Gives a new password, and ends all sessions of the user; `false` if there is no such user. */
  resetPassword(email: string, passwordHash: string): Promise<boolean>;
  /**
   * The user of an identity. One that is seen for the first time is linked to the user with its verified e-mail
   * address, unless that user is somebody else at the same provider.
   */
  userByIdentity(identity: Identity): Promise<User | undefined>;

  /** Answers the secret of the cookie, this once; only its digest is kept. */
  startSession(userId: string, now: Date): Promise<string>;
  /** The user of a session that is neither idle for too long nor too old; with `use` it is in use now. */
  userOfSession(token: string, limits: SessionLimits, now: Date, use?: boolean): Promise<User | undefined>;
  endSession(token: string): Promise<void>;

  /** Keeps what the answer of an identity provider is checked against. `browser` is the secret of its cookie. */
  beginLogin(login: PendingLogin & { state: string; browser: string }, now: Date): Promise<void>;
  /** Takes it out: an answer counts once, in the browser that asked, and for ten minutes. */
  takeLogin(state: string, browser: string, now: Date): Promise<PendingLogin | undefined>;

  /** The user has logged in from a browser; `browser` is the secret of its cookie. */
  rememberBrowser(userId: string, browser: string, now: Date): Promise<void>;
  isKnownBrowser(userId: string, browser: string): Promise<boolean>;
  /**
   * Counts an attempt before it is made, so that guesses sent at the same time count, too. `undefined` if it may be
   * made; else the instant until which it may not, and nothing was counted.
   */
  takeAttempt(key: string, rule: AttemptRule, now: Date): Promise<Date | undefined>;
  /** The attempt was good after all: forgets all failures of the key, or only this one. */
  forgiveAttempt(key: string, what: 'all' | 'one'): Promise<void>;
}

/** Attempts are free at first; each further one doubles the wait, which begins at two seconds and has an end. */
export interface AttemptRule {
  free: number;
  /** Milliseconds. */
  longestWait: number;
  /** Milliseconds without an attempt after which all are forgotten. */
  forgottenAfter: number;
}

export function accountsStore(db: Database): AccountsStore {
  return {
    addUser: (user) => users.addUser(db, user),
    listUsers: () => users.listUsers(db),
    userByEmail: (email) => users.userByEmail(db, email),
    setPassword: (userId, passwordHash) => users.setPassword(db, userId, passwordHash),
    resetPassword: (email, passwordHash) => users.resetPassword(db, email, passwordHash),
    userByIdentity: (identity) => users.userByIdentity(db, identity),
    startSession: (userId, now) => sessions.startSession(db, userId, now),
    userOfSession: (token, limits, now, use = true) => sessions.userOfSession(db, token, limits, now, use),
    endSession: (token) => sessions.endSession(db, token),
    beginLogin: (login, now) => logins.beginLogin(db, login, now),
    takeLogin: (state, browser, now) => logins.takeLogin(db, state, browser, now),
    rememberBrowser: (userId, browser, now) => logins.rememberBrowser(db, userId, browser, now),
    isKnownBrowser: (userId, browser) => logins.isKnownBrowser(db, userId, browser),
    takeAttempt: (key, rule, now) => attempts.takeAttempt(db, key, rule, now),
    forgiveAttempt: (key, what) => attempts.forgiveAttempt(db, key, what),
  };
}
