/**
 * What slows guessing down: attempts are counted by address and by account, in the database. Nobody is locked out for
 * ever: waits end, and a browser from which the user has logged in before has a count of its own, so that strangers who
 * guess cannot keep the user out (OWASP: device cookies).
 */
import { createHash } from 'node:crypto';
import type { AccountsStore, AttemptRule } from '../../../store/store.ts';

const MINUTE = 60_000;
const BY_ACCOUNT: AttemptRule = { free: 5, longestWait: 15 * MINUTE, forgottenAfter: 60 * MINUTE };
/** An office may share one address. */
const BY_ADDRESS: AttemptRule = { ...BY_ACCOUNT, free: 20 };

export interface Guess {
  email: string;
  address: string;
  /** The secret of a browser from which this user has logged in before. */
  knownBrowser?: string;
}

export function guesses(accounts: AccountsStore) {
  const keysOf = ({ email, address, knownBrowser }: Guess): [string, AttemptRule][] =>
    knownBrowser === undefined
      ? [
          [`address:${network(address)}`, BY_ADDRESS],
          [`account:${digest(accountOf(email))}`, BY_ACCOUNT],
        ]
      : [[`browser:${digest(`${knownBrowser} ${accountOf(email)}`)}`, BY_ACCOUNT]];

  return {
    /** Counts an attempt; the instant until which none may be made, if that is so. */
    async take(guess: Guess, now: Date): Promise<Date | undefined> {
      for (const [key, rule] of keysOf(guess)) {
        const until = await accounts.takeAttempt(key, rule, now);
        if (until !== undefined) return until;
      }
      return undefined;
    },
    /** The guess was right. The address is forgiven only this one: who owns one account may be guessing at others. */
    async forgive(guess: Guess): Promise<void> {
      for (const [key] of keysOf(guess)) {
        await accounts.forgiveAttempt(key, key.startsWith('address:') ? 'one' : 'all');
      }
    },
  };
}

const accountOf = (email: string) => email.trim().toLowerCase();

/** Of IPv6 the first 64 bits: whoever has one address there has them all. */
function network(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array(zeros).fill('0'), ...after].slice(0, 4).join(':');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
