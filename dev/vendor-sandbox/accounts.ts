/** What the vendor holds in one data centre. Every change is in the journal before it is acknowledged. */
import { randomInt } from 'node:crypto';
import { type Account, AccountTable } from './account-table.ts';
import { Journal } from './journal.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';

export interface ActivationMail {
  at: string;
  account: string;
  to: string;
}

type Entry =
  | { kind: 'account'; account: Account }
  | { kind: 'gone'; ids: string[] }
  | { kind: 'mail'; mail: ActivationMail }
  | { kind: 'settings'; settings: Settings };

const DAY = 86_400_000;

export class Accounts {
  readonly #journal: Journal<Entry>;
  readonly #accounts = new AccountTable();
  readonly #mails: ActivationMail[] = [];
  readonly #now: () => number;
  readonly #root: string;
  #settings = DEFAULT_SETTINGS;
  #strangers = 0;

  constructor({ root, directory, now }: { root: string; directory?: string | undefined; now: () => number }) {
    this.#journal = new Journal(directory);
    this.#now = now;
    this.#root = root;
    for (const entry of this.#journal.read()) this.#apply(entry);
    this.#journal.rewrite(this.#everything());
  }

  get settings(): Settings {
    return this.#settings;
  }

  get activationMails(): readonly ActivationMail[] {
    return this.#mails;
  }

  changeSettings(change: Partial<Settings>): void {
    this.#write({ kind: 'settings', settings: { ...this.#settings, ...change } });
  }

  /** The account if it is in our parent's tree, the parent itself included. */
  find(id: string): Account | undefined {
    if (id === this.#root) return this.#rootAccount();
    this.#purge();
    const account = this.#accounts.get(id);
    return account?.parent === null ? undefined : account;
  }

  isOutside(id: string): boolean {
    return this.#accounts.get(id)?.parent === null;
  }

  /** Everything in our parent's tree, without the parent. */
  all(): Account[] {
    this.#purge();
    return Array.from(this.#accounts.all()).filter(({ parent }) => parent !== null);
  }

  childrenOf(id: string): Account[] {
    this.#purge();
    return [...this.#accounts.childrenOf(id)];
  }

  /** A login is unique in the whole data centre, outside our tree too. */
  isTaken(login: string): boolean {
    this.#purge();
    const holders = this.#accounts.withLogin(login);
    return holders.some(({ deletion }) => deletion === undefined || this.#settings.loginReservedWhileDeletionScheduled);
  }

  create(account: Omit<Account, 'id' | 'created' | 'enabled' | 'subscribed'>): Account {
    const created = new Date(this.#now()).toISOString();
    const made: Account = { id: newId(), created, enabled: true, subscribed: true, ...account };
    this.#write({ kind: 'account', account: made });
    return made;
  }

  /** So many accounts more beneath ours, which no order has asked for: a vendor that has long been in use. */
  addStrangers(count: number): void {
    const first = this.#strangers + 1;
    this.#strangers += count;
    for (let number = first; number <= this.#strangers; number++) {
      const login = `stranger${number}@strangers.example`;
      this.create({ parent: this.#root, login, fullname: `Stranger ${number}`, companyname: 'Strangers & Sons' });
    }
  }

  update(account: Account, change: Partial<Account>): void {
    this.#write({ kind: 'account', account: { ...account, ...change } });
  }

  sendActivationMail(account: Account): void {
    const mail = { at: new Date(this.#now()).toISOString(), account: account.id, to: account.login };
    this.#write({ kind: 'mail', mail });
  }

  /** Deletes an account and all beneath it; with a retention period at its product, that is only scheduled. */
  remove(account: Account): void {
    const beneath = this.#withDescendants(account);
    const product = this.productInForce(account);
    const days = this.#settings.products?.find(({ id }) => id === product)?.deleteRetentionDays;
    if (days === undefined) {
      this.#write({ kind: 'gone', ids: beneath.map(({ id }) => id) });
      return;
    }
    const deletion = new Date(this.#now() + days * DAY).toISOString();
    for (const one of beneath) this.update(one, { deletion });
  }

  /** The account's own product, or the one of the nearest ancestor that has one. */
  productInForce(account: Account): string | undefined {
    const parent = account.parent === null ? undefined : this.#accounts.get(account.parent);
    return account.product ?? (parent && this.productInForce(parent));
  }

  isSold(product: string): boolean {
    return this.#settings.products?.some(({ id }) => id === product) ?? true;
  }

  isEnabled(account: Account): boolean {
    return account.enabled && this.#age(account) >= this.#settings.activationDelayMs;
  }

  isListed(account: Account): boolean {
    return this.#age(account) >= this.#settings.listLagMs;
  }

  close(): void {
    this.#journal.close();
  }

  #rootAccount(): Account {
    const created = '2020-01-01T00:00:00.000Z';
    return { id: this.#root, parent: null, login: 'parent', created, enabled: true, subscribed: true };
  }

  #age(account: Account): number {
    return this.#now() - Date.parse(account.created);
  }

  #withDescendants(account: Account): Account[] {
    return [account, ...this.childrenOf(account.id).flatMap((child) => this.#withDescendants(child))];
  }

  #purge(): void {
    const due = this.#accounts
      .leaving()
      .filter(({ deletion }) => deletion !== undefined && Date.parse(deletion) <= this.#now());
    if (due.length > 0) this.#write({ kind: 'gone', ids: due.map(({ id }) => id) });
  }

  #write(entry: Entry): void {
    this.#journal.append(entry);
    this.#apply(entry);
  }

  #apply(entry: Entry): void {
    if (entry.kind === 'account') this.#accounts.set(entry.account);
    if (entry.kind === 'gone') for (const id of entry.ids) this.#accounts.delete(id);
    if (entry.kind === 'mail') this.#mails.push(entry.mail);
    if (entry.kind === 'settings') this.#settings = { ...DEFAULT_SETTINGS, ...entry.settings };
  }

  #everything(): Entry[] {
    return [
      { kind: 'settings', settings: this.#settings },
      ...Array.from(this.#accounts.all(), (account): Entry => ({ kind: 'account', account })),
      ...this.#mails.map((mail): Entry => ({ kind: 'mail', mail })),
    ];
  }
}

const ID_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

function newId(): string {
  const part = () => Array.from({ length: 6 }, () => ID_CHARACTERS[randomInt(ID_CHARACTERS.length)]).join('');
  return `${part()}-${part()}-${part()}`;
}
