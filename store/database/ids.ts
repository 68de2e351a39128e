/** Identifiers and secrets, all from the operating system's random source. */
import { createHash, randomBytes } from 'node:crypto';

/** Crockford's base32: no I, L, O or U, so that an order number survives being read out and typed. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function crockford(length: number): string {
  // 32 divides 256, so every character is equally likely.
  return Array.from(randomBytes(length), (byte) => CROCKFORD[byte % 32]).join('');
}

/** 50 bits. The database says whether it is taken. */
export function newOrderId(): string {
  return crockford(10);
}

/** Whether a text can be an order's id at all; nothing else needs to be looked up. */
export function isOrderId(text: string): boolean {
  return /^[0-9A-HJKMNP-TV-Z]{10}$/.test(text);
}

/** Counted from 1. */
export function lineIdOf(orderId: string, position: number): string {
  return `${orderId}-${position}`;
}

export function newCustomerId(): string {
  return `cust-${crockford(10)}`;
}

/** 100 bits: nobody guesses the address of somebody else's order form. */
export function newDraftId(): string {
  return crockford(20);
}

export function newTokenId(): string {
  return `tok-${crockford(10)}`;
}

export function newUserId(): string {
  return `user-${crockford(10)}`;
}

/** The secret of a cookie: 256 bits. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** A bearer token: 256 bits, with a prefix by which secret scanners can know it. */
export function newToken(): string {
  return `os_${randomBytes(32).toString('base64url')}`;
}

/** A plain digest suffices: a token or secret of 256 random bits cannot be guessed from it, as a password could. */
export function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
