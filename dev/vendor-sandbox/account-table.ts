/** Accounts with an index for each question that is asked of them, so that no answer takes longer the more there are. */

export interface Account {
  id: string;
  /** `null`: outside the tree of our parent account. */
  parent: string | null;
  login: string;
  created: string;
  enabled: boolean;
  subscribed: boolean;
  externalId?: string | undefined;
  acl?: string | undefined;
  /** Assigned directly; see `Accounts.productInForce`. */
  product?: string | undefined;
  fullname?: string | undefined;
  email?: string | undefined;
  country?: string | undefined;
  companyname?: string | undefined;
  zipcode?: string | undefined;
  language?: string | undefined;
  phone?: string | undefined;
  attributes?: Record<string, string>;
  /** When the scheduled deletion happens. */
  deletion?: string | undefined;
}

export class AccountTable {
  readonly #byId = new Map<string, Account>();
  readonly #byLogin = new Map<string, Map<string, Account>>();
  readonly #byParent = new Map<string | null, Map<string, Account>>();
  /** Those whose deletion is scheduled. */
  readonly #leaving = new Map<string, Account>();

  get(id: string): Account | undefined {
    return this.#byId.get(id);
  }

  all(): Iterable<Account> {
    return this.#byId.values();
  }

  childrenOf(parent: string): Iterable<Account> {
    return this.#byParent.get(parent)?.values() ?? [];
  }

  withLogin(login: string): Account[] {
    return [...(this.#byLogin.get(login.toLowerCase())?.values() ?? [])];
  }

  leaving(): Account[] {
    return [...this.#leaving.values()];
  }

  /** Adds the account, or puts it in the place of what it was. */
  set(account: Account): void {
    const before = this.#byId.get(account.id);
    this.#byId.set(account.id, account);
    if (before && before.login !== account.login) drop(this.#byLogin, before.login.toLowerCase(), account.id);
    if (before && before.parent !== account.parent) drop(this.#byParent, before.parent, account.id);
    put(this.#byLogin, account.login.toLowerCase(), account);
    put(this.#byParent, account.parent, account);
    if (account.deletion === undefined) this.#leaving.delete(account.id);
    else this.#leaving.set(account.id, account);
  }

  delete(id: string): void {
    const account = this.#byId.get(id);
    if (!account) return;
    this.#byId.delete(id);
    this.#leaving.delete(id);
    drop(this.#byLogin, account.login.toLowerCase(), id);
    drop(this.#byParent, account.parent, id);
  }
}

function put<K>(index: Map<K, Map<string, Account>>, key: K, account: Account): void {
  const entries = index.get(key) ?? new Map<string, Account>();
  entries.set(account.id, account);
  index.set(key, entries);
}

function drop<K>(index: Map<K, Map<string, Account>>, key: K, id: string): void {
  const entries = index.get(key);
  entries?.delete(id);
  if (entries?.size === 0) index.delete(key);
}
