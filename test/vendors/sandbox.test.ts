import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DEMO_ACCOUNT } from '../../dev/vendor-sandbox/app.ts';
import { callOf, orderOf } from './contract.ts';
import { KeepitBench, SOURCE } from './keepit-bench.ts';

const V1 = { accept: 'application/vnd.keepit.v1+xml' };
const CHILDREN = `/users/${DEMO_ACCOUNT.parentAccount}/users`;

describe('the vendor sandbox', () => {
  let vendor: KeepitBench;
  beforeEach(async () => {
    vendor = await KeepitBench.start();
  });
  afterEach(() => vendor.close());

  async function make(login: string, more = '', parent = CHILDREN): Promise<string> {
    const body = `<user_create><login>${login}</login>${more}</user_create>`;
    expect((await vendor.vendor('POST', parent, body)).status).toBe(201);
    return (await vendor.subscriptions()).find((one) => one.login === login)?.id ?? '';
  }
  const textOf = async (path: string, headers = V1) => (await vendor.vendor('GET', path, undefined, headers)).text();

  test('answers a creation with 201 and nothing else, and sends an activation mail unless a password is given', async () => {
    const answer = await vendor.vendor('POST', CHILDREN, '<user_create><login>a@b.example</login></user_create>');
    expect([answer.status, await answer.text(), answer.headers.get('location')]).toEqual([201, '', null]);
    await make('b@b.example', '<password>chosen</password>');
    const mails = await (await vendor.control('GET', 'activation-mails')).json();
    expect(mails).toEqual([expect.objectContaining({ to: 'a@b.example' })]);
  });

  test('lists nobody, an only child and several, with details only in version 1', async () => {
    expect(await textOf(CHILDREN)).toContain('<users/>');
    const id = await make('a@b.example', '<fullname>A &amp; B</fullname><companyname>C</companyname>');
    expect(await textOf(CHILDREN)).toMatch(
      new RegExp(
        `<users><user><id>${id}</id><created>[^<]+</created><parent_id>${DEMO_ACCOUNT.parentAccount}</parent_id>` +
          '<email>a@b.example</email><full_name>A &amp; B</full_name><company_name>C</company_name></user></users>',
      ),
    );
    expect(await textOf(CHILDREN, { accept: '*/*' })).toContain(`<users><user><id>${id}</id></user></users>`);
    await make('c@b.example');
    expect((await textOf(CHILDREN)).match(/<user>/g)).toHaveLength(2);
  });

  test('says 401 and 404 in the words that were seen', async () => {
    const anonymous = await fetch(`${vendor.url}${CHILDREN}`);
    expect([anonymous.status, await anonymous.text()]).toEqual([
      401,
      'Anonymous access denied - suggest authentication.',
    ]);
    const stranger = await fetch(`${vendor.url}${CHILDREN}`, { headers: { authorization: 'Basic bm86cGU=' } });
    expect(await stranger.text()).toBe('User authentication error: Username or password is incorrect.');
    const missing = await vendor.vendor('GET', '/users/nobody');
    expect([missing.status, await missing.text()]).toEqual([404, 'Account not found.']);
    const nothing = await vendor.vendor('GET', '/nothing');
    expect([nothing.status, await nothing.text()]).toEqual([404, 'Requested resource not found']);
  });

  test('inherits products, answers 404 where no ancestor has one, and deletes all beneath an account', async () => {
    const parent = await make('parent@b.example', '<product>gold</product>');
    const child = await make('child@b.example', '', `/users/${parent}/users`);
    expect(await textOf(`/users/${child}/product`)).toContain('<id>gold</id>');
    await vendor.vendor('PUT', `/users/${parent}`, '<user_update><product/></user_update>');
    expect((await vendor.vendor('GET', `/users/${child}/product`)).status).toBe(404);
    const deleted = await vendor.vendor('DELETE', `/users/${parent}`);
    expect([deleted.status, await deleted.text()]).toEqual([200, 'Account deleted successfully']);
    expect(await vendor.subscriptions()).toEqual([]);
    expect((await vendor.vendor('DELETE', `/users/${parent}`)).status).toBe(404);
  });

  test('only schedules a deletion where the product has a retention period, and keeps the login until then', async () => {
    await vendor.set({ products: [{ id: 'gold', name: 'Gold', deleteRetentionDays: 30 }] });
    const id = await make('a@b.example', '<product>gold</product>');
    await vendor.vendor('DELETE', `/users/${id}`);
    expect(await textOf(`/users/${id}`)).toContain('<deletion>');
    const isFree = async () =>
      (await vendor.vendor('HEAD', `${CHILDREN.replace(/users$/, 'tokens')}?aname=a@b.example`)).status;
    expect(await isFree()).toBe(409);
    await vendor.set({ loginReservedWhileDeletionScheduled: false });
    expect(await isFree()).toBe(202);
  });

  test.each(['<user_create/>', '<user_create><login>', 'login=a', '<!DOCTYPE a [<!ENTITY b "c">]><user_create/>'])(
    'refuses the body %s',
    async (body) => expect((await vendor.vendor('POST', CHILDREN, body)).status).toBe(400),
  );

  test('hides accounts outside our tree, as 404 or as 403', async () => {
    const outsider = await vendor.control('POST', 'outsiders', { login: 'x@y.example' });
    const { id } = (await outsider.json()) as { id: string };
    expect((await vendor.vendor('GET', `/users/${id}`)).status).toBe(404);
    await vendor.set({ outsideTreeStatus: 403 });
    expect((await vendor.vendor('DELETE', `/users/${id}`)).status).toBe(403);
    expect(await vendor.subscriptions()).toEqual([]);
  });

  test('says what is wrong with a fault or a setting, and shows and disarms what is armed', async () => {
    const wrong = await vendor.control('POST', 'faults', { operation: 'create', fault: 'explode' });
    expect([wrong.status, await wrong.json()]).toMatchObject([400, { problems: [{ field: 'fault' }] }]);
    expect((await vendor.control('POST', 'faults', { operation: 'create', fault: 'delay' })).status).toBe(400);
    expect((await vendor.control('PUT', 'settings', { takenLoginStatus: 418 })).status).toBe(400);
    expect((await vendor.control('PUT', 'settings', { unheardOf: true })).status).toBe(400);
    await vendor.arm({ operation: 'create', fault: 'hang', times: 2 });
    const armed = async () => (await vendor.control('GET', 'faults')).json();
    expect(await armed()).toEqual([{ operation: 'create', fault: 'hang', times: 2 }]);
    await vendor.control('DELETE', 'faults');
    expect(await armed()).toEqual([]);
  });

  test('answers no web page of another site', async () => {
    const answer = await fetch(`${vendor.url}/sandbox/subscriptions`, { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(answer.status).toBe(403);
  });

  test('logs calls without query, body or credentials', async () => {
    await vendor.adapter.create(orderOf(SOURCE, 'line-1'), callOf());
    const log = await (await vendor.control('GET', 'calls')).text();
    expect(log).toContain(
      `{"method":"HEAD","path":"/users/${DEMO_ACCOUNT.parentAccount}/tokens","status":202}`.slice(1, -1),
    );
    expect(log).not.toMatch(/customer\.example|aname|Basic/);
  });

  test('data centres know nothing of each other', async () => {
    const other = await KeepitBench.start();
    const id = await make('a@b.example');
    expect((await other.vendor('GET', `/users/${id}`)).status).toBe(404);
    await other.close();
  });
});

describe('the vendor sandbox as a program', () => {
  const running: ChildProcess[] = [];
  let state: string;
  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), 'vendor-sandbox-'));
  });
  afterEach(async () => {
    for (const child of running.splice(0)) await kill(child);
    await rm(state, { recursive: true });
  });

  async function kill(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  async function start(): Promise<KeepitBench> {
    const args = ['--import', 'tsx', 'dev/vendor-sandbox/main.ts', '--state', state];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    running.push(child);
    const lines = createInterface({ input: child.stdout });
    const line = await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve);
      child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
    });
    return new KeepitBench((JSON.parse(line) as { url: string }).url, () => kill(child));
  }

  test('killed while it works and started again, it still holds every account it acknowledged', async () => {
    let vendor = await start();
    await vendor.set({ createAnswers: 'location' });
    const made: string[] = [];
    for (let line = 0; line < 20; line++) {
      const order = orderOf(SOURCE, `line-${line}`, `line${line}@customer.example`);
      // The kill comes in the middle of the last ones, so that some are never acknowledged.
      if (line === 15) setImmediate(() => vendor.close());
      const result = await vendor.adapter.create(order, callOf()).catch(() => undefined);
      if (result) made.push(result.subscriptionId);
    }
    expect(made.length).toBeGreaterThanOrEqual(15);
    await vendor.close();

    vendor = await start();
    expect((await vendor.held()).map(({ subscriptionId }) => subscriptionId)).toEqual(expect.arrayContaining(made));
    expect(await (await vendor.control('GET', 'settings')).json()).toMatchObject({ createAnswers: 'location' });
    const again = await vendor.adapter.create(
      orderOf(SOURCE, 'line-0', 'line0@customer.example'),
      callOf({ doubt: true }),
    );
    expect(again.subscriptionId).toBe(made[0]);
  });

  test('a line that a kill cut off is dropped, and the rest is kept', async () => {
    const first = await start();
    await first.adapter.create(orderOf(SOURCE, 'line-1'), callOf());
    await first.close();
    const file = join(state, 'dk-co', 'vendor-sandbox.jsonl');
    await writeFile(file, `${await readFile(file, 'utf8')}{"kind":"account","acc`);
    const second = await start();
    expect((await second.held()).map(({ key }) => key)).toEqual(['line-1']);
  });
});
