/**
 * Finding an order line's account whose id is not known. There is no search by `external_id`, so: list our children, keep
 * those with the administrator's address, read each, compare. A list may lag behind a creation, hence the further looks.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SubscriptionReference, VendorSubscription } from '../port.ts';
import type { KeepitAccount, KeepitClient } from './client.ts';
import { LINE } from './creation.ts';
import { SharedList } from './lists.ts';

/** What a look among our children showed. */
export type Look =
  | { kind: 'ours'; account: KeepitAccount }
  /** Ours, and scheduled for deletion. */
  | { kind: 'leaving' }
  /** The address is on a child that no order line has made. */
  | { kind: 'stranger' }
  | { kind: 'nothing' };

export class Lookup {
  readonly #client: KeepitClient;
  readonly #list: SharedList;
  readonly #delays: readonly number[];

  /** @param delays milliseconds before each further look */
  constructor(client: KeepitClient, delays: readonly number[]) {
    this.#client = client;
    this.#list = new SharedList((onChild, signal) => client.listChildren(onChild, signal));
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

  /** Reads every child with our address; a list of an older version shows no addresses, and then every child. */
  async now(reference: SubscriptionReference, signal: AbortSignal): Promise<Look> {
    let look: Look = { kind: 'nothing' };
    for await (const { account, listed } of this.#candidates(reference, signal)) {
      if (isOurs(account, reference.key)) {
        if (!account.leaving) return { kind: 'ours', account };
        look = { kind: 'leaving' };
      } else if (listed && look.kind === 'nothing' && keyOf(account) === undefined) {
        look = { kind: 'stranger' };
      }
    }
    return look;
  }

  /** All that stand under our key. */
  async ours(reference: SubscriptionReference, signal: AbortSignal): Promise<KeepitAccount[]> {
    const found: KeepitAccount[] = [];
    for await (const { account } of this.#candidates(reference, signal)) {
      if (isOurs(account, reference.key)) found.push(account);
    }
    return found;
  }

  /** `listed`: whether the list has shown the address, so that it is certain to be ours. */
  async *#candidates({ administratorEmail }: SubscriptionReference, signal: AbortSignal) {
    const address = administratorEmail.toLowerCase();
    const mayBeOurs = ({ email }: { email: string | undefined }) =>
      email === undefined || email.toLowerCase() === address;
    for (const child of await this.#list.children(mayBeOurs, signal)) {
      const account = await this.#client.account(child.id, signal);
      if (account) yield { account, listed: child.email !== undefined };
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
