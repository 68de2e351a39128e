/**
 * Keepit behind the vendor port. The order line's id is the account's `external_id`, but the API neither searches by it
 * nor keeps it unique; what it keeps unique is the login. So: look among our children before every creation, never
 * repeat a creation whose outcome is unknown without looking, and look more than once, as lists may lag.
 */
import {
  type CallContext,
  type CreateSubscription,
  type SubscriptionReference,
  type VendorAdapter,
  VendorMisconfigured,
  type VendorSubscription,
  VendorUnavailable,
  VendorUncertain,
} from '../port.ts';
import { type KeepitAccount, KeepitClient, type KeepitRegion, type KeepitTimeouts } from './client.ts';
import { assertWritable, bodyOf, hasOwnLogin, loginOf, personal } from './creation.ts';
import { addressInUse, refusalOf } from './errors.ts';
import { isOurs, type Look, Lookup, subscriptionOf } from './lookup.ts';

export interface KeepitConfig {
  /** By the name that a line's `source.region` carries, for example `dk-co`. */
  regions: Readonly<Record<string, KeepitRegion>>;
  /** Names us to the vendor, for example `OrderSaga/1.0 (ops@example.com)`. */
  userAgent: string;
  /** Replaces the default of a call. In sum a creation must end before whoever calls the adapter gives up. */
  timeoutMs?: Partial<KeepitTimeouts>;
  /** Milliseconds before each further look, where the first look found nothing and the answer matters. */
  lookAgain?: readonly number[];
  /** Default 5 MB. A list takes some 250 bytes a child: an account with more than 20,000 children needs more. */
  maxReplyBytes?: number;
}

const TIMEOUTS: KeepitTimeouts = {
  list: 8_000,
  read: 5_000,
  login: 5_000,
  create: 12_000,
  update: 8_000,
  remove: 8_000,
};
const LOOK_AGAIN: readonly number[] = [250, 750, 1_500, 3_000];
const MAX_REPLY_BYTES = 5_000_000;

/** @throws VendorMisconfigured if a region's base URL is unfit. */
export function createKeepitAdapter(config: KeepitConfig): VendorAdapter {
  const options = {
    userAgent: config.userAgent,
    timeoutMs: { ...TIMEOUTS, ...config.timeoutMs },
    maxReplyBytes: config.maxReplyBytes ?? MAX_REPLY_BYTES,
  };
  const clients = new Map(
    Object.entries(config.regions).map(([name, region]) => [name, new KeepitClient(region, options)]),
  );
  const lookAgain = config.lookAgain ?? LOOK_AGAIN;

  function inRegion(name: string): KeepitLines {
    const client = clients.get(name);
    if (!client) throw new VendorMisconfigured(`no Keepit region is configured under the name "${name}"`);
    return new KeepitLines(client, lookAgain);
  }
  return {
    create: async (request, context) => inRegion(request.source.region).create(request, context),
    find: async (reference, signal) => inRegion(reference.source.region).find(reference, signal),
    remove: async (reference, signal) => inRegion(reference.source.region).remove(reference, signal),
  };
}

/** The accounts of order lines in one region. */
class KeepitLines {
  readonly #client: KeepitClient;
  readonly #lookup: Lookup;

  constructor(client: KeepitClient, lookAgain: readonly number[]) {
    this.#client = client;
    this.#lookup = new Lookup(client, lookAgain);
  }

  async create(request: CreateSubscription, context: CallContext): Promise<VendorSubscription> {
    assertWritable(request.administrator);
    const { signal } = context;
    const look = await this.#lookup.now(request, signal);
    if (look.kind === 'ours') return this.#adopt(look.account, request, signal);
    if (await this.#client.isLoginTaken(loginOf(request), signal)) return this.#whenTaken(request, context);

    await context.onCreating();
    let reply: Awaited<ReturnType<KeepitClient['create']>>;
    try {
      reply = await this.#client.create(bodyOf(request), personal(request), signal);
    } catch (error) {
      if (!(error instanceof VendorUnavailable)) throw error;
      const found = await this.#lookAfter(error, request, signal);
      return this.#adopt(found, request, signal);
    }
    if (reply.kind === 'postponed') throw reply.failure;
    if (reply.kind === 'created') return this.#confirm(reply.id, request, signal);

    // A taken login may be answered with any of the three, so the login itself is asked about.
    if (reply.status === 409 || (await this.#client.isLoginTaken(loginOf(request), signal))) {
      return this.#whenTaken(request, context);
    }
    throw refusalOf(reply.status, reply.body, this.#client.hidden(personal(request)));
  }

  async find(reference: SubscriptionReference, signal: AbortSignal): Promise<VendorSubscription | undefined> {
    const look = await this.#lookup.now(reference, signal);
    return look.kind === 'ours' ? subscriptionOf(look.account, reference) : undefined;
  }

  /**
   * @throws VendorUncertain if the address is taken by an account that we do not see even after several looks: it may
   *   be ours, so "nothing there" would be a guess.
   */
  async remove(reference: SubscriptionReference, signal: AbortSignal): Promise<void> {
    // A namesake explains a taken login, unless the login is one that only this line can have.
    const explained = ({ kind }: Look) =>
      kind === 'ours' || kind === 'leaving' || (kind === 'others' && !hasOwnLogin(reference));
    let look = await this.#lookup.now(reference, signal);
    if (!explained(look) && (await this.#client.isLoginTaken(loginOf(reference), signal))) {
      look = await this.#lookup.until(explained, reference, signal);
      if (!explained(look)) throw new VendorUncertain('the address is in use, but not visibly by this order line');
    }
    if (look.kind === 'ours') await this.#client.remove(look.account.id, signal);
  }

  /** The login is taken: adopts the account if it is ours. @throws VendorRefused or, in doubt, VendorUncertain */
  async #whenTaken(request: CreateSubscription, { signal, doubt }: CallContext): Promise<VendorSubscription> {
    // In doubt a visible namesake may stand beside an account of ours that the list shows only later: look on.
    const own = doubt || hasOwnLogin(request);
    const settled = ({ kind }: Look) => kind === 'ours' || kind === 'leaving' || (kind === 'others' && !own);
    const look = await this.#lookup.until(settled, request, signal);
    if (look.kind === 'ours') return this.#adopt(look.account, request, signal);
    if (look.kind === 'leaving') throw addressInUse('an account that is being deleted still has it');
    if (look.kind === 'others' && !hasOwnLogin(request)) throw addressInUse('another customer of ours has it');
    if (!own) throw addressInUse('somebody outside our accounts has it');
    throw new VendorUncertain('the address is in use, and it cannot be told whether by this order line');
  }

  /** The outcome of a creation is unknown. @throws the failure itself if no account shows up */
  async #lookAfter(
    failure: VendorUnavailable,
    request: CreateSubscription,
    signal: AbortSignal,
  ): Promise<KeepitAccount> {
    try {
      const look = await this.#lookup.until(({ kind }) => kind === 'ours', request, signal);
      if (look.kind === 'ours') return look.account;
    } catch (error) {
      if (!(error instanceof VendorUnavailable)) throw error;
    }
    throw failure;
  }

  async #confirm(
    id: string | undefined,
    request: CreateSubscription,
    signal: AbortSignal,
  ): Promise<VendorSubscription> {
    const named = id === undefined ? undefined : await this.#client.account(id, signal);
    if (named && isOurs(named, request.key)) return this.#adopt(named, request, signal);
    const look = await this.#lookup.until(({ kind }) => kind === 'ours', request, signal);
    if (look.kind === 'ours') return this.#adopt(look.account, request, signal);
    throw new VendorUnavailable('the vendor accepted the account, but does not show it yet');
  }

  /** Takes an account as this line's, with the product ordered. */
  async #adopt(account: KeepitAccount, request: CreateSubscription, signal: AbortSignal): Promise<VendorSubscription> {
    const product = request.source.vendorProductId;
    if (account.product === product) return subscriptionOf(account, request);
    await this.#client.assignProduct(account.id, product, signal);
    const again = await this.#client.account(account.id, signal);
    if (!again) throw new VendorUnavailable('the account vanished while its product was changed');
    return subscriptionOf(again, request);
  }
}
