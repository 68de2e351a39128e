/**
 * Finding an order line's account whose id is not known. There is no search by `external_id`, so: list our children, keep
 * those with the administrator's address, read each, compare. A list may lag behind a creation, hence the further looks.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SubscriptionReference, VendorSubscription } from '../port.ts';
import type { KeepitChild } from './children.ts';
import type { KeepitAccount, KeepitClient } from './client.ts';
import { LINE } from './creation.ts';
import { type ReadListed, SharedList } from './lists.ts';

/** Accounts of one list that are read at a time. */
const SIDE_BY_SIDE = 4;

/** What a look among our children showed. */
export type Look =
  | { kind: 'ours'; account: KeepitAccount }
  /** Ours, and scheduled for deletion. */
  | { kind: 'leaving' }
  /** The address is on a child that no order line has made. */
  | { kind: 'stranger' }
  | { kind: 'nothing' };

export class Lookup {
  readonly #list: SharedList;
  readonly #delays: readonly number[];

  /** @param delays milliseconds before each further look */
  constructor(client: KeepitClient, delays: readonly number[]) {
    this.#list = new SharedList({
      list: (onChild, signal) => client.listChildren(onChild, signal),
      read: (id, signal) => client.account(id, signal),
    });
    this.#delays = delays;
  }

  /** Looks until the answer is settled, or as often as configured. */
  async until(settled: (look: Look) => boolean, reference: SubscriptionReference, signal: AbortSignal): Promise<Look> {
    let look = await this.now(reference, signal);
    for (const delay of this.#delays) {
      if (settled(look)) break;
      await sleep(delay, undefined, { signal }).catch(() => signal.throwIfAborted());
      look = await this.now(reference, signal);
    }
    return look;
  }

  /** Reads the children with our address; a list of an older version shows no addresses, and then every child. */
  async now(reference: SubscriptionReference, signal: AbortSignal): Promise<Look> {
    return this.#among(reference, signal, async (candidates) => {
      let look: Look = { kind: 'nothing' };
      for await (const { account, listed } of candidates) {
        if (isOurs(account, reference.key)) {
          if (!account.leaving) return { kind: 'ours', account };
          look = { kind: 'leaving' };
        } else if (listed && look.kind === 'nothing' && keyOf(account) === undefined) {
          look = { kind: 'stranger' };
        }
      }
      return look;
    });
  }

  /** All that stand under our key. */
  async ours(reference: SubscriptionReference, signal: AbortSignal): Promise<KeepitAccount[]> {
    return this.#among(reference, signal, async (candidates) => {
      const found: KeepitAccount[] = [];
      for await (const { account } of candidates) if (isOurs(account, reference.key)) found.push(account);
      return found;
    });
  }

  #among<T>(
    { administratorEmail }: SubscriptionReference,
    signal: AbortSignal,
    judge: (candidates: AsyncIterable<Candidate>) => Promise<T>,
  ): Promise<T> {
    const address = administratorEmail.toLowerCase();
    const mayBeOurs = ({ email }: KeepitChild) => email === undefined || email.toLowerCase() === address;
    return this.#list.look(mayBeOurs, (children, read) => judge(candidatesOf(children, read)), signal);
  }
}

interface Candidate {
  account: KeepitAccount;
  /** Whether the list has shown the address, so that it is certain to be ours. */
  listed: boolean;
}

/** Some side by side: a line of fifty with one administrator finds fifty. */
async function* candidatesOf(children: readonly KeepitChild[], read: ReadListed): AsyncIterable<Candidate> {
  for (let at = 0; at < children.length; at += SIDE_BY_SIDE) {
    const some = children.slice(at, at + SIDE_BY_SIDE);
    const accounts = await Promise.all(some.map(({ id }) => read(id)));
    for (const [index, account] of accounts.entries()) {
      if (account) yield { account, listed: some[index]?.email !== undefined };
    }
  }
}

/** The order line that an account says it is of. */
export function keyOf(account: KeepitAccount): string | undefined {
  return account.externalId ?? account.attributes[LINE];
}

export function isOurs(account: KeepitAccount, key: string): boolean {
  return keyOf(account) === key;
}

/** Active: reads back as enabled, with the product ordered and our key. */
export function subscriptionOf(account: KeepitAccount, { source, key }: SubscriptionReference): VendorSubscription {
  const asOrdered = account.product === source.vendorProductId && isOurs(account, key) && !account.leaving;
  return { subscriptionId: account.id, active: account.enabled && asOrdered };
}
