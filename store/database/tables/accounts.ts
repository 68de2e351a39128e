/**
 * Who may do what in a reseller's name: users with their sessions, and the tokens of services. Beside them, operators, with
 * tokens of their own.
 */
import type { Instant, Now } from '../columns.ts';

export interface AccountTables {
  api_tokens: {
    token_id: string;
    digest: string;
    reseller_id: string;
    label: string;
    created_at: Now;
    revoked_at: Instant | null;
  };
  operator_tokens: {
    token_id: string;
    digest: string;
    label: string;
    created_at: Now;
    revoked_at: Instant | null;
  };
  operator_sessions: {
    digest: string;
    token_id: string;
    created_at: Instant;
    seen_at: Instant;
  };
  users: {
    user_id: string;
    reseller_id: string;
    name: string;
    /** As it was given; mails and pages show this one. */
    email: string;
    /** In lower case, by which it is found. */
    email_key: string;
    /** A PHC string; absent for who logs in through an identity provider only. */
    password_hash: string | null;
    created_at: Now;
    /** Since when the user may not log in. */
    disabled_at: Instant | null;
    /** When identities were taken from the user; from then on none is linked without a password. */
    unlinked_at: Instant | null;
  };
  /** Who a user is at an identity provider. */
  identities: {
    issuer: string;
    subject: string;
    user_id: string;
    linked_at: Now;
  };
  /** Identities that an account's owner has yet to confirm in the browser that came with them. */
  pending_identities: {
    browser_digest: string;
    issuer: string;
    subject: string;
    user_id: string;
    return_to: string | null;
    created_at: Instant;
  };
  sessions: {
    digest: string;
    user_id: string;
    created_at: Instant;
    seen_at: Instant;
  };
  /** Logins that are at an identity provider just now. */
  pending_logins: {
    state_digest: string;
    /** Of the cookie of the browser that began the login: nobody else may finish it. */
    browser_digest: string;
    nonce: string;
    code_verifier: string;
    return_to: string | null;
    created_at: Instant;
  };
  /** Browsers from which a user has logged in before. */
  known_browsers: {
    digest: string;
    user_id: string;
    seen_at: Instant;
  };
  /** How often logging in has failed lately, by account, by address and by known browser. */
  login_attempts: {
    key: string;
    failures: number;
    blocked_until: Instant;
    last_at: Instant;
  };
}
