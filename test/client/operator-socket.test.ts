import { mkdtempSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliDeps } from '../../client/cli/deps.ts';
import { runCli } from '../../client/cli/program.ts';
import { type Operator, operatorBehind, operatorOn, stackAnswers } from '../../client/operator/connect.ts';
import { operate } from '../../client/operator/operate.ts';
import { listenToOperators, operatorSocketOf, SocketPathTooLong } from '../../client/operator/socket.ts';
import { demoProducts } from '../../dev/seed.ts';
import { isPassword } from '../../store/accounts/passwords.ts';
import { openStore } from '../../store/index.ts';
import {
  type ApiToken,
  type CatalogueChanges,
  EmailTaken,
  type NewUser,
  type Product,
  type Reseller,
  type Terms,
  type TokenStore,
  UnknownReseller,
} from '../../store/store.ts';
import { MemoryFindings } from './memory-findings.ts';

class MemoryTokens implements TokenStore {
  private readonly operators = new Map<string, string>();
  async createOperatorToken(label: string) {
    const record = { tokenId: `o-${this.operators.size + 1}`, label, createdAt: '2026-11-20T10:00:00Z' };
    const token = `secret-${record.tokenId}`;
    this.operators.set(token, label);
    return { token, record };
  }
  async operatorOf(token: string) {
    return this.operators.get(token);
  }
  private readonly all = new Map<string, ApiToken & { token: string }>();
  async createToken(resellerId: string, label: string) {
    if (resellerId !== 'alpha') throw new UnknownReseller(resellerId);
    const record = { tokenId: `t-${this.all.size + 1}`, resellerId, label, createdAt: '2026-11-20T10:00:00Z' };
    const token = `secret-${record.tokenId}`;
    this.all.set(record.tokenId, { ...record, token });
    return { token, record };
  }
  async resellerOf(token: string) {
    return [...this.all.values()].find((one) => one.token === token && !one.revokedAt)?.resellerId;
  }
  async revokeToken(tokenId: string) {
    const found = this.all.get(tokenId);
    if (!found || found.revokedAt) return false;
    this.all.set(tokenId, { ...found, revokedAt: '2026-11-21T10:00:00Z' });
    return true;
  }
  async listTokens() {
    return [...this.all.values()].map(({ token: _, ...record }) => record);
  }
}

/** Remembers what it was asked to load; everything is new to it. */
class MemoryMarket {
  readonly loads: { products: readonly Product[]; dryRun: boolean }[] = [];
  readonly resellers: Reseller[] = [];
  async putReseller(reseller: Reseller): Promise<void> {
    this.resellers.push(reseller);
  }
  async loadCatalogue(products: readonly Product[], { dryRun = false } = {}): Promise<CatalogueChanges> {
    this.loads.push({ products, dryRun });
    return { added: products.map(({ productId }) => productId), changed: [], withdrawn: ['old-one'], unchanged: [] };
  }
}

class MemoryTerms {
  readonly terms: Terms[] = [];
  async putTerms(terms: Terms): Promise<void> {
    this.terms.push(terms);
  }
}

class MemoryAccounts {
  readonly users: (NewUser & { userId: string; disabledAt?: string })[] = [];
  async addUser(user: NewUser) {
    if (user.resellerId !== 'alpha') throw new UnknownReseller(user.resellerId);
    if (this.users.some(({ email }) => email === user.email)) throw new EmailTaken(user.email);
    const added = { userId: `user-${this.users.length + 1}`, ...user };
    this.users.push(added);
    return added;
  }
  async listUsers() {
    return this.users.map(({ passwordHash: _, ...user }) => user);
  }
  async resetPassword(email: string, passwordHash: string) {
    const user = this.users.find((one) => one.email === email);
    if (user) user.passwordHash = passwordHash;
    return user !== undefined;
  }
  async setDisabled(email: string, disabled: boolean, now: Date) {
    const user = this.users.find((one) => one.email === email);
    if (user) user.disabledAt = disabled ? now.toISOString() : undefined;
    return user !== undefined;
  }
  async deleteUser(email: string) {
    const place = this.users.findIndex((one) => one.email === email);
    return place >= 0 && this.users.splice(place, 1).length > 0;
  }
  readonly identities = [{ issuer: 'https://im.example', subject: 'im-1', linkedAt: '2026-11-24T08:00:00.000Z' }];
  async identitiesOf(email: string) {
    return this.users.some((one) => one.email === email) ? this.identities : undefined;
  }
  async unlinkIdentities(email: string) {
    return (await this.identitiesOf(email))?.splice(0).length;
  }
}

/** When nothing is compared, since no command of these tests asks for it. */
const schedule = { taskQueue: 'orders', intervalMs: 86_400_000 };

const memoryStore = () => ({
  tokens: new MemoryTokens(),
  market: new MemoryMarket(),
  accounts: new MemoryAccounts(),
  shop: new MemoryTerms(),
  findings: new MemoryFindings(),
});

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'os-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

describe('the operator’s socket', () => {
  /** The operations of a stack that runs on `store`. */
  async function running<T>(store: ReturnType<typeof memoryStore>, use: (operator: Operator) => Promise<T>) {
    const operators = await listenToOperators(store, new MemoryFindings(), dataDir);
    try {
      return await use(operatorBehind(operatorSocketOf(dataDir)));
    } finally {
      await operators.close();
    }
  }

  test('a command makes, lists and revokes tokens in the database that a running stack owns', async () => {
    const store = memoryStore();
    await running(store, async ({ tokens }) => {
      const { token, record } = await (await tokens.$post({ json: { resellerId: 'alpha', label: 'nightly' } })).json();
      expect(await store.tokens.resellerOf(token)).toBe('alpha');
      expect(await (await tokens.$get()).json()).toEqual([record]);
      const revocation = { json: { tokenId: record.tokenId } };
      expect(await (await tokens.revocation.$post(revocation)).json()).toEqual({ revoked: true });
      expect(await (await tokens.revocation.$post(revocation)).json()).toEqual({ revoked: false });
      expect(await store.tokens.resellerOf(token)).toBeUndefined();
      await expect(tokens.$post({ json: { resellerId: 'nobody', label: 'x' } })).rejects.toThrow(UnknownReseller);
    });
  });

  test('a command makes a token of an operator’s, which belongs to no reseller', async () => {
    const store = memoryStore();
    await running(store, async ({ tokens }) => {
      const { token, record } = await (await tokens.operator.$post({ json: { label: 'night shift' } })).json();
      expect(await store.tokens.operatorOf(token)).toBe(record.label);
      expect(await store.tokens.resellerOf(token)).toBeUndefined();
    });
  });

  test('a command loads the catalogue into the database that a running stack owns', async () => {
    const store = memoryStore();
    await running(store, async ({ catalogue }) => {
      const products = demoProducts();
      const changes = { added: products.map(({ productId }) => productId), changed: [], withdrawn: ['old-one'] };
      const answer = await catalogue.$put({ json: { products, dryRun: true } });
      expect(await answer.json()).toEqual({ ...changes, unchanged: [] });
      await catalogue.$put({ json: { products, dryRun: false } });
      expect(store.market.loads).toEqual([
        { products, dryRun: true },
        { products, dryRun: false },
      ]);
    });
  });

  test('a command puts resellers and terms, and manages users', async () => {
    const store = memoryStore();
    const reseller = { resellerId: 'r-1', name: 'R', email: 'r@r.example', creditLimit: { minor: 1, currency: 'EUR' } };
    const terms = { version: '1', language: 'en', title: 'T', sections: [{ heading: '1', paragraphs: ['All.'] }] };
    const nina = { resellerId: 'alpha', email: 'nina@alpha.example', name: 'Nina' };
    await running(store, async (operator) => {
      await operator.reseller.$put({ json: reseller });
      await operator.terms.$put({ json: terms });
      expect([store.market.resellers, store.shop.terms]).toEqual([[reseller], [terms]]);

      const { users } = operator;
      await users.$post({ json: { ...nina, passwordHash: 'x' } });
      expect(await (await users.$get()).json()).toEqual([{ userId: 'user-1', ...nina }]);
      const nobody = await users.password.$put({ json: { email: 'who@alpha.example', passwordHash: 'x' } });
      expect(await nobody.json()).toEqual({ changed: false });
      await expect(users.$post({ json: nina })).rejects.toThrow(EmailTaken);
      await expect(users.$post({ json: { ...nina, resellerId: 'nobody' } })).rejects.toThrow(UnknownReseller);
    });
  });

  test('what a command of another release would say is refused with all that is wrong', async () => {
    const store = memoryStore();
    await running(store, async ({ tokens }) => {
      // @ts-expect-error The operation takes no such body.
      const saying = tokens.$post({ json: { resellerId: 7, name: 'x' } });
      await expect(saying).rejects.toThrow(/"name".* at resellerId.* at label/s);
      expect(await store.tokens.listTokens()).toEqual([]);
    });
  });

  test('more than 16 MiB at once is refused', async () => {
    await running(memoryStore(), async ({ tokens }) => {
      const saying = tokens.$post({ json: { resellerId: 'nordwind', label: 'x'.repeat(17 * 1024 * 1024) } });
      await expect(saying).rejects.toThrow(/16 MiB|EPIPE|ECONNRESET/);
    });
  });

  test('what fails behind the socket is told in its words', async () => {
    const store = memoryStore();
    store.tokens.listTokens = () => Promise.reject(new Error('the disk is full'));
    await running(store, async ({ tokens }) => {
      await expect(tokens.$get()).rejects.toThrow('the disk is full');
    });
  });

  test('nobody but its owner may use it, and it is gone when the stack is', async () => {
    const path = operatorSocketOf(dataDir);
    expect(await stackAnswers(path)).toBe(false);
    const operators = await listenToOperators(memoryStore(), new MemoryFindings(), dataDir);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await stackAnswers(path)).toBe(true);
    await operators.close();
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  test('what a killed stack left behind does not stop the next one', async () => {
    await writeFile(operatorSocketOf(dataDir), '');
    const operators = await listenToOperators(memoryStore(), new MemoryFindings(), dataDir);
    expect(await stackAnswers(operatorSocketOf(dataDir))).toBe(true);
    await operators.close();
  });

  test('a path that the system cannot take is said so', async () => {
    const tooLong = join(dataDir, 'x'.repeat(120));
    await expect(listenToOperators(memoryStore(), new MemoryFindings(), tooLong)).rejects.toThrow(SocketPathTooLong);
  });

  test('a command asks the running stack; without one it opens the database itself, and lets go of it', async () => {
    const store = memoryStore();
    await store.tokens.createToken('alpha', 'of the stack');
    const labels = async () =>
      (await operate({ dataDir, schedule }, (operator) => operator.tokens.$get())).map(({ label }) => label);
    const operators = await listenToOperators(store, new MemoryFindings(), dataDir);
    expect(await labels()).toEqual(['of the stack']);
    await operators.close();
    expect(await labels()).toEqual([]);
    const failing = operate({ dataDir, schedule }, ({ tokens }) =>
      tokens.$post({ json: { resellerId: 'x', label: 'x' } }),
    );
    await expect(failing).rejects.toThrow(UnknownReseller);
    // Nobody else could open it otherwise.
    await (await openStore({ dataDir })).close();
  });
});

/** The command line on a store in memory. */
function cli() {
  const store = memoryStore();
  const printed: string[] = [];
  const errors = jest.spyOn(console, 'error').mockImplementation(() => {});
  const deps: CliDeps = {
    operate: async (call) => (await call(operatorOn(store, new MemoryFindings()))).json(),
    api: async () => undefined,
    readInput: async () => 'correct horse battery staple\n',
    print: (text) => void printed.push(text),
  };
  return { run: (...argv: string[]) => runCli(argv, deps), store, printed, errors };
}
afterEach(() => jest.restoreAllMocks());

describe('order-saga token', () => {
  test('create prints the token once and alone, and list never shows it', async () => {
    const { run, printed } = cli();
    expect(await run('token', 'create', '--reseller', 'alpha', '--label', 'nightly import')).toBe(0);
    expect(printed).toEqual(['secret-t-1']);
    expect(await run('token', 'list')).toBe(0);
    expect(printed[1]).toMatch(/t-1 +alpha +nightly import/);
    expect(printed[1]).not.toContain('secret');
  });

  test('with --json programs read what it did', async () => {
    const { run, printed } = cli();
    await run('token', 'create', '--reseller', 'alpha', '--label', 'x', '--json');
    await run('token', 'revoke', 't-1', '--json');
    await run('token', 'list', '--json');
    expect(printed.map((text) => JSON.parse(text))).toEqual([
      { token: 'secret-t-1', tokenId: 't-1', resellerId: 'alpha', label: 'x', createdAt: '2026-11-20T10:00:00Z' },
      { tokenId: 't-1', revoked: true },
      [
        {
          tokenId: 't-1',
          resellerId: 'alpha',
          label: 'x',
          createdAt: '2026-11-20T10:00:00Z',
          revokedAt: '2026-11-21T10:00:00Z',
        },
      ],
    ]);
  });

  test('what cannot be done is one sentence and a failing exit code', async () => {
    const { run, printed, errors } = cli();
    expect(await run('token', 'create', '--reseller', 'nobody', '--label', 'x')).toBe(1);
    expect(errors).toHaveBeenLastCalledWith('There is no such reseller.');
    expect(await run('token', 'revoke', 't-9')).toBe(1);
    expect(errors).toHaveBeenLastCalledWith('There is no token t-9 that is valid now.');
    expect(printed).toEqual([]);
  });
});

describe('order-saga user', () => {
  const NINA = ['--reseller', 'alpha', '--email', 'nina@alpha.example', '--name', 'Nina'];

  test('create makes a password, prints it once and alone, and list never shows it', async () => {
    const { run, printed, store } = cli();
    expect(await run('user', 'create', ...NINA)).toBe(0);
    const [password = ''] = printed;
    const hashed = store.accounts.users[0]?.passwordHash ?? '';
    expect([password.length >= 16, await isPassword(hashed, password)]).toEqual([true, true]);
    await run('user', 'list');
    expect(printed[1]).toMatch(/user-1 +alpha +nina@alpha.example +Nina/);
    expect(printed[1]).not.toContain('argon2');
  });

  test('a password can be given on the standard input, or there can be none', async () => {
    const { run, printed, store } = cli();
    await run('user', 'create', ...NINA, '--password-stdin');
    await run('user', 'create', '--reseller', 'alpha', '--email', 'sso@alpha.example', '--name', 'S', '--no-password');
    const [nina, sso] = store.accounts.users;
    expect(await isPassword(nina?.passwordHash ?? '', 'correct horse battery staple')).toBe(true);
    expect(sso?.passwordHash).toBeUndefined();
    expect(printed).toEqual([]);
  });

  test('password replaces a lost one; refusals are one sentence', async () => {
    const { run, printed, errors, store } = cli();
    await run('user', 'create', ...NINA);
    await run('user', 'password', 'nina@alpha.example');
    expect(printed[1]).not.toBe(printed[0]);
    expect(await isPassword(store.accounts.users[0]?.passwordHash ?? '', printed[1] ?? '')).toBe(true);
    expect(await run('user', 'create', ...NINA)).toBe(1);
    expect(errors).toHaveBeenLastCalledWith('Another user has this address.');
    expect(await run('user', 'password', 'who@alpha.example')).toBe(1);
    expect(errors).toHaveBeenLastCalledWith('There is no user who@alpha.example.');
    expect(await run('user', 'create', ...NINA, '--reseller', 'nobody', '--json')).toBe(1);
    expect(errors).toHaveBeenLastCalledWith('There is no such reseller.');
    expect(await run('user', 'create', '--reseller', 'alpha', '--email', 'nina', '--name', 'N')).toBe(1);
    expect(errors).toHaveBeenLastCalledWith('"nina" is not an e-mail address.');
  });

  test('disable, enable, identities, unlink and delete say what they have done, or that there is no such user', async () => {
    const { run, printed, errors } = cli();
    await run('user', 'create', ...NINA, '--password-stdin');
    const nina = 'nina@alpha.example';
    await run('user', 'disable', nina);
    await run('user', 'list');
    expect(printed.at(-1)).toMatch(/nina@alpha.example +Nina +disabled \d{4}-/);
    await run('user', 'enable', nina);
    await run('user', 'list');
    expect(printed.at(-1)).not.toContain('disabled');
    await run('user', 'identities', nina);
    expect(printed.at(-1)).toMatch(/https:\/\/im.example +im-1 +2026-11-24/);
    await run('user', 'unlink', nina);
    expect(printed.at(-1)).toBe('1 identity of nina@alpha.example is unlinked, and all sessions are ended.');
    await run('user', 'identities', nina);
    expect(printed.at(-1)).toBe('No identity is linked to nina@alpha.example.');
    expect(await run('user', 'delete', nina)).toBe(0);
    for (const command of ['disable', 'enable', 'delete', 'identities', 'unlink']) {
      expect(await run('user', command, nina)).toBe(1);
      expect(errors).toHaveBeenLastCalledWith('There is no user nina@alpha.example.');
    }
  });
});

describe('order-saga catalogue load', () => {
  const file = (name: string, content: string) => {
    const path = join(dataDir, name);
    return writeFile(path, content).then(() => path);
  };
  const catalogue = (...products: object[]) => JSON.stringify({ products });
  const entry = {
    productId: 'p-1',
    name: 'Backup',
    vendor: 'Acme',
    description: 'Keeps things.',
    price: { amount: '3.5', currency: 'EUR' },
    quantity: { minimum: 1, maximum: 10 },
    termsVersion: '2026-01',
    source: { vendor: 'keepit', vendorProductId: 'x', region: 'dk-co' },
  };

  test('it loads the file, and says what that changes', async () => {
    const { run, store, printed } = cli();
    expect(await run('catalogue', 'load', await file('c.json', catalogue(entry)))).toBe(0);
    expect(printed).toEqual([
      'The catalogue is loaded: 1 added, 0 changed, 1 withdrawn, 0 as before.\n  added      p-1\n  withdrawn  old-one',
    ]);
    expect(store.market.loads).toEqual([{ products: [expect.objectContaining({ productId: 'p-1' })], dryRun: false }]);
  });

  test('a dry run only says it, and programs can read it', async () => {
    const { run, store, printed } = cli();
    const path = await file('c.json', catalogue(entry));
    expect(await run('catalogue', 'load', path, '--dry-run')).toBe(0);
    expect(await run('catalogue', 'load', path, '--dry-run', '--json')).toBe(0);
    expect(printed[0]).toMatch(/^Nothing was changed\. It would be: 1 added/);
    expect(JSON.parse(printed[1] ?? '')).toEqual({
      dryRun: true,
      added: ['p-1'],
      changed: [],
      withdrawn: ['old-one'],
      unchanged: [],
    });
    expect(store.market.loads.every(({ dryRun }) => dryRun)).toBe(true);
  });

  test('a file with problems changes nothing, and every problem is told with its place', async () => {
    const { run, store, printed, errors } = cli();
    const path = await file('c.json', catalogue(entry, { ...entry, price: { amount: 3.5, currency: 'EUR' } }));
    expect(await run('catalogue', 'load', path)).toBe(1);
    expect(errors).toHaveBeenLastCalledWith(
      [
        `${path} has 2 problems, so nothing was changed:`,
        '  products[1].price.amount: Enter an amount in quotes, such as "3.50"',
        '  products[1].productId: p-1 is the id of products[0] already',
      ].join('\n'),
    );
    expect([store.market.loads, printed]).toEqual([[], []]);
  });

  test('a file that is not there is one sentence', async () => {
    const { run, errors } = cli();
    const path = join(dataDir, 'nothing.json');
    expect(await run('catalogue', 'load', path)).toBe(1);
    expect(errors).toHaveBeenLastCalledWith(`${path} cannot be read: there is no such file.`);
  });
});

describe('order-saga reseller', () => {
  const eva = ['--id', 'westhill', '--name', 'Westhill IT', '--email', 'orders@westhill.example'];

  test('a reseller is made with its credit limit in minor units', async () => {
    const { run, store } = cli();
    expect(await run('reseller', 'put', ...eva, '--credit', '20000.50', '--language', 'de')).toBe(0);
    expect(store.market.resellers).toEqual([
      {
        resellerId: 'westhill',
        name: 'Westhill IT',
        email: 'orders@westhill.example',
        creditLimit: { minor: 2_000_050, currency: 'EUR' },
        language: 'de',
      },
    ]);
  });

  test('minor units are those of the currency', async () => {
    const { run, store, errors } = cli();
    expect(await run('reseller', 'put', ...eva, '--credit', '3000000', '--currency', 'JPY')).toBe(0);
    expect(await run('reseller', 'put', ...eva, '--credit', '20000.125', '--currency', 'KWD')).toBe(0);
    expect(store.market.resellers.map(({ creditLimit }) => creditLimit)).toEqual([
      { minor: 3_000_000, currency: 'JPY' },
      { minor: 20_000_125, currency: 'KWD' },
    ]);
    expect(await run('reseller', 'put', ...eva, '--credit', '3000000.50', '--currency', 'JPY')).toBe(1);
    expect(errors).toHaveBeenLastCalledWith('--credit: at most 0 decimal places, as JPY has');
    expect(store.market.resellers).toHaveLength(2);
  });

  test('everything that is wrong with it is said at once, and nothing is changed', async () => {
    const { run, store, errors } = cli();
    const wrong = ['--id', 'West Hill', '--name', ' ', '--email', 'nobody', '--credit', 'much', '--currency', 'euro'];
    expect(await run('reseller', 'put', ...wrong)).not.toBe(0);
    const said = errors.mock.calls.flat().join('\n');
    for (const option of ['--id', '--name', '--email', '--credit', '--currency']) expect(said).toContain(option);
    expect(store.market.resellers).toEqual([]);
  });
});

describe('order-saga terms', () => {
  const file = (content: object) => {
    const path = join(mkdtempSync(join(tmpdir(), 'order-saga-terms-')), 'terms.json');
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  const terms = {
    version: '2026-02',
    language: 'en',
    title: 'Terms',
    sections: [{ heading: '1. Scope', paragraphs: ['All of it.'] }],
  };

  test('a version is added from a file', async () => {
    const { run, store } = cli();
    expect(await run('terms', 'add', file(terms))).toBe(0);
    expect(store.shop.terms).toEqual([terms]);
  });

  test('a file that is no terms is refused with every problem, and nothing is changed', async () => {
    const { run, store, errors } = cli();
    expect(await run('terms', 'add', file({ ...terms, language: 'English', sections: [] }))).not.toBe(0);
    const said = errors.mock.calls.flat().join('\n');
    for (const path of ['language', 'sections']) expect(said).toContain(`- ${path}: `);
    expect(store.shop.terms).toEqual([]);
  });
});
