/** The accounts of order lines in one region. */
import {
  type CallContext,
  type CreateSubscription,
  type KnownAccount,
  type Removal,
  type Strays,
  type SubscriptionReference,
  type VendorAccounts,
  VendorRefused,
  type VendorSubscription,
  VendorUnavailable,
  VendorUncertain,
} from '../port.ts';
import type { KeepitAccount, KeepitClient } from './client.ts';
import { assertWritable, bodyOf, firstLoginOf, isOwnLogin, ownLoginOf, personal } from './creation.ts';
import { addressInUse, refusalOf } from './errors.ts';
import { isOurs, keyOf, type Look, Lookup, subscriptionOf } from './lookup.ts';

/** A creation that asks for one login. */
interface Attempt {
  request: CreateSubscription;
  login: string;
  context: CallContext;
}

const isOursToSee = ({ kind }: Look) => kind === 'ours';
const isSettled = ({ kind }: Look) => kind === 'ours' || kind === 'leaving';

export class KeepitLines {
  readonly #client: KeepitClient;
  readonly #accounts: VendorAccounts;
  readonly #lookup: Lookup;

  constructor(client: KeepitClient, accounts: VendorAccounts, lookAgain: readonly number[]) {
    this.#client = client;
    this.#accounts = accounts;
    this.#lookup = new Lookup(client, lookAgain);
  }

  async create(request: CreateSubscription, context: CallContext): Promise<VendorSubscription> {
    assertWritable(request.administrator);
    const { signal, doubt } = context;
    const known = await this.#accounts.accountOf(request.key);
    const login = (known?.removed ? undefined : known?.login) ?? firstLoginOf(request);
    const found = await this.#existing(request, known, doubt, signal);
    if (found) return this.#adopt(found, login, request, signal);

    const made = await this.#ask({ request, login, context });
    if (made !== 'login taken') return made;
    // The same customer has it already, for another line: ours gets one that nobody else can have.
    const own = await this.#ask({ request, login: ownLoginOf(request), context });
    if (own !== 'login taken') return own;
    throw new VendorUncertain('the login that only this order line can have is in use');
  }

  async find(reference: SubscriptionReference, signal: AbortSignal): Promise<VendorSubscription | undefined> {
    const known = await this.#accounts.accountOf(reference.key);
    const account = await this.#existing(reference, known, false, signal);
    return account && subscriptionOf(account, reference);
  }

  /**
   * @throws VendorUncertain if the address is taken by an account that we do not see even after several looks: it may
   *   be ours, so "nothing there" would be a guess.
   */
  async remove(reference: SubscriptionReference, signal: AbortSignal): Promise<Removal> {
    signal.throwIfAborted();
    const { key } = reference;
    const known = await this.#accounts.accountOf(key);
    if (!known) return 'certain';
    const byId = known.subscriptionId === undefined ? undefined : await this.#byId(known.subscriptionId, key, signal);
    if (byId) {
      if (!byId.leaving) await this.#client.remove(byId.id, signal);
    } else if (!known.removed) {
      await this.#removeListed(reference, known.login ?? firstLoginOf(reference), signal);
    }
    await this.#accounts.accountGone(key);
    return known.subscriptionId === undefined ? 'doubtful' : 'certain';
  }

  async adopt(reference: SubscriptionReference, id: string, signal: AbortSignal): Promise<VendorSubscription> {
    const account = await this.#named(reference, id, signal);
    if (!account || account.leaving) throw new VendorRefused('order', 'other', `there is no account ${id}`);
    const login = (await this.#accounts.accountOf(reference.key))?.login ?? firstLoginOf(reference);
    // Known before it is marked: whoever looks for strays meanwhile must not take it for one, and the undo must find it.
    await this.#accounts.accountLearnt(reference.key, { subscriptionId: id, login });
    // One that was made by hand is told apart from a stranger's only by the operator's word; from here on by our key.
    if (keyOf(account) === undefined) await this.#client.update(id, { externalId: reference.key }, signal);
    return this.#adopt(account, login, reference, signal);
  }

  async removeNamed(reference: SubscriptionReference, id: string, signal: AbortSignal): Promise<void> {
    const account = await this.#named(reference, id, signal);
    if (account && !account.leaving) await this.#client.remove(id, signal);
    const known = await this.#accounts.accountOf(reference.key);
    if (known?.subscriptionId === undefined || known.subscriptionId === id) {
      await this.#accounts.accountGone(reference.key);
    }
  }

  async removeStrays(reference: SubscriptionReference, signal: AbortSignal): Promise<Strays> {
    const { key } = reference;
    const seen = (await this.#lookup.ours(reference, signal)).filter(({ leaving }) => !leaving).map(({ id }) => id);
    // Read after the list: what a new creation for the line makes cannot have been in it without standing here.
    const known = await this.#accounts.accountOf(key);
    const wanted = known !== undefined && !known.removed && known.login !== undefined;
    const strays = seen.filter((id) => !wanted || id !== known.subscriptionId);
    if (wanted) return { removed: [], kept: known.subscriptionId === undefined ? [] : strays };
    for (const id of strays) await this.#client.remove(id, signal);
    return { removed: strays, kept: [] };
  }

  /** The account of that id, if it is there. @throws VendorRefused if it is another line's */
  async #named({ key }: SubscriptionReference, id: string, signal: AbortSignal): Promise<KeepitAccount | undefined> {
    const account = /^[\w.-]+$/.test(id) ? await this.#client.account(id, signal) : undefined;
    const owner = account && keyOf(account);
    if (owner === undefined || owner === key) return account;
    throw new VendorRefused('order', 'other', `the account ${id} is of the line ${owner}`);
  }

  async #removeListed(reference: SubscriptionReference, login: string, signal: AbortSignal): Promise<void> {
    // A namesake explains a taken login, unless the login is one that only this line can have.
    const own = isOwnLogin(login, reference);
    const explained = (look: Look) => isSettled(look) || (look.kind === 'stranger' && !own);
    let look = await this.#lookup.now(reference, signal);
    if (!explained(look) && (await this.#client.isLoginTaken(login, signal))) {
      if ((await this.#accounts.holderOf(reference.key, login))?.state === 'made') return;
      look = await this.#lookup.until(explained, reference, signal);
      if (!explained(look)) throw new VendorUncertain('the address is in use, but not visibly by this order line');
    }
    if (look.kind === 'ours') await this.#client.remove(look.account.id, signal);
  }

  /** The line's account if it is there and stays; it is listed for only if something may be there. */
  async #existing(
    reference: SubscriptionReference,
    known: KnownAccount | undefined,
    doubt: boolean,
    signal: AbortSignal,
  ): Promise<KeepitAccount | undefined> {
    signal.throwIfAborted();
    if (known?.subscriptionId !== undefined) {
      const account = await this.#byId(known.subscriptionId, reference.key, signal);
      if (account) return account.leaving ? undefined : account;
    }
    if (!doubt && (!known || known.removed)) return undefined;
    const look = await this.#lookup.now(reference, signal);
    return look.kind === 'ours' ? look.account : undefined;
  }

  async #byId(id: string, key: string, signal: AbortSignal): Promise<KeepitAccount | undefined> {
    const account = await this.#client.account(id, signal);
    return account && isOurs(account, key) ? account : undefined;
  }

  /**
   * Asks for an account with this login, unless it is taken.
   * @returns "login taken": by another line of the same customer, so nothing was made
   * @throws as the port's `create`
   */
  async #ask(attempt: Attempt): Promise<VendorSubscription | 'login taken'> {
    const { login, context } = attempt;
    const { signal } = context;
    if (await this.#client.isLoginTaken(login, signal)) return this.#whenTaken(attempt);

    await this.#client.turnToCreate(signal);
    await context.onCreating(login);
    signal.throwIfAborted();
    // From here on the outcome is waited for, whoever gives up: the undo that follows must find what was made.
    const rest = AbortSignal.timeout(Math.max(0, context.deadline - Date.now()));
    const [outcome] = await Promise.allSettled([this.#create(attempt, rest)]);
    signal.throwIfAborted();
    if (outcome.status === 'rejected') {
      if (outcome.reason !== rest.reason) throw outcome.reason;
      throw new VendorUnavailable('the vendor did not answer a creation while this call lasted');
    }
    return outcome.value === 'login taken' ? this.#whenTaken(attempt, true) : outcome.value;
  }

  /** Sends the creating request and identifies what it made. */
  async #create(
    { request, login, context: { doubt } }: Attempt,
    signal: AbortSignal,
  ): Promise<VendorSubscription | 'login taken'> {
    const hidden = personal(request, login);
    let reply: Awaited<ReturnType<KeepitClient['create']>>;
    try {
      reply = await this.#client.create(bodyOf(request, login), hidden, signal);
    } catch (error) {
      if (!(error instanceof VendorUnavailable)) throw error;
      const found = await this.#lookAfter(error, request, signal);
      return this.#adopt(found, login, request, signal);
    }
    if (reply.kind === 'postponed') throw reply.failure;
    if (reply.kind === 'created') return this.#confirm(reply.id, login, request, signal);

    // A taken login may be answered with any of the three, so the login itself is asked about.
    if (reply.status === 409 || (await this.#client.isLoginTaken(login, signal))) return 'login taken';
    // Nothing was made, so the login is given up: corrected details ask for their own.
    if (!doubt) await this.#accounts.accountGone(request.key);
    throw refusalOf(reply.status, reply.body, this.#client.hidden(hidden));
  }

  /**
   * The login is taken: adopts the account if it is ours.
   * @param asked whether the vendor has just answered so to a creating request, and not only to a question
   * @throws VendorRefused or, in doubt, VendorUncertain
   */
  async #whenTaken({ request, login, context }: Attempt, asked = false): Promise<VendorSubscription | 'login taken'> {
    const { key } = request;
    const { signal, doubt } = context;
    const own = isOwnLogin(login, request);
    // Without any of these nothing has left for this line; another attempt may have begun meanwhile, so that is read again.
    const sent = asked || doubt || own || (await this.#accounts.accountOf(key))?.removed === false;
    let look: Look = sent ? await this.#lookup.now(request, signal) : { kind: 'nothing' };
    if (look.kind === 'ours') return this.#adopt(look.account, login, request, signal);

    const holder = own ? undefined : await this.#accounts.holderOf(key, login);
    // In doubt only an account that surely exists explains why the login is taken: it may be ours as well.
    if (holder?.sameCustomer && (holder.state === 'made' || !doubt)) return 'login taken';
    if (sent && holder?.state !== 'made') {
      // In doubt a visible stranger may stand beside an account of ours that the list shows only later: look on.
      const settled = (seen: Look) => isSettled(seen) || (seen.kind === 'stranger' && !doubt && !own);
      look = await this.#lookup.until(settled, request, signal);
      if (look.kind === 'ours') return this.#adopt(look.account, login, request, signal);
      if (look.kind === 'nothing' ? doubt || own : look.kind === 'stranger' && own) {
        throw new VendorUncertain('the address is in use, and it cannot be told whether by this order line');
      }
    }
    if (sent) await this.#accounts.accountGone(key);
    if (look.kind === 'leaving') throw addressInUse('an account that is being deleted still has it');
    throw addressInUse(holder ? 'another customer of ours has it' : 'somebody outside our orders has it');
  }

  /** The outcome of a creation is unknown. @throws the failure itself if no account shows up */
  async #lookAfter(
    failure: VendorUnavailable,
    request: CreateSubscription,
    signal: AbortSignal,
  ): Promise<KeepitAccount> {
    try {
      const look = await this.#lookup.until(isOursToSee, request, signal);
      if (look.kind === 'ours') return look.account;
    } catch (error) {
      if (!(error instanceof VendorUnavailable)) throw error;
    }
    throw failure;
  }

  async #confirm(
    id: string | undefined,
    login: string,
    request: CreateSubscription,
    signal: AbortSignal,
  ): Promise<VendorSubscription> {
    const named = id === undefined ? undefined : await this.#byId(id, request.key, signal);
    if (named) return this.#adopt(named, login, request, signal);
    const look = await this.#lookup.until(isOursToSee, request, signal);
    if (look.kind === 'ours') return this.#adopt(look.account, login, request, signal);
    throw new VendorUnavailable('the vendor accepted the account, but does not show it yet');
  }

  /** Takes an account as this line's, with the product ordered. */
  async #adopt(
    account: KeepitAccount,
    login: string,
    request: SubscriptionReference,
    signal: AbortSignal,
  ): Promise<VendorSubscription> {
    await this.#accounts.accountLearnt(request.key, { subscriptionId: account.id, login });
    const product = request.source.vendorProductId;
    if (account.product === product) return subscriptionOf(account, request);
    await this.#client.update(account.id, { product }, signal);
    const again = await this.#client.account(account.id, signal);
    if (!again) throw new VendorUnavailable('the account vanished while its product was changed');
    return subscriptionOf(again, request);
  }
}
