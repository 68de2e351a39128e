/** What is answered while a part is away, or more is asked than can be done; and whether it may be asked again. */
import { type Customer, DatabaseAway } from '../../store/store.ts';
import { useEdge } from './support/edge.ts';
import { ADA, GRACE } from './support/world.ts';

const edge = useEdge();
type Edge = Awaited<ReturnType<typeof edge>>;

const CONTACT = { name: 'Mary Somerville', email: 'mary@engines.example' };
const CUSTOMER = {
  name: 'Looms Ltd',
  address: { street: '2 Mill Lane', city: 'London', postalCode: 'N1', country: 'GB' },
  contacts: { admin: { name: 'Joseph Jacquard', email: 'joseph@looms.example' } },
};

interface Asked {
  operation: string;
  method: string;
  path: string;
  body?: object;
  headers?: Record<string, string>;
  /** Whose answer is lost, where it changes something; and how often it then has been done. */
  lost?: string;
  done?: () => Promise<number> | number;
}

/** One call of each operation that the documentation has. */
async function everyOperation({ world, asOperator }: Edge): Promise<Asked[]> {
  const { orderId } = await world.asking();
  const cancelled = (await world.asking()).orderId;
  const customer = `/api/customers/${world.customer.customerId}`;
  /** Customers with something in common. */
  const customers = async (have: (customer: Customer) => boolean) =>
    (await world.store.market.listCustomers(world.alpha, { limit: 100 })).items.filter(have).length;
  /** What has happened to an order since. */
  const stepsOf = async (id: string) => {
    const length = async () => (await world.read(id)).timeline?.length ?? 0;
    const before = await length();
    return async () => (await length()) - before;
  };
  const placed = await world.placed();
  return [
    { operation: 'get /api/orders', method: 'GET', path: '/api/orders' },
    { operation: 'get /api/orders/{orderId}', method: 'GET', path: `/api/orders/${orderId}` },
    { operation: 'get /api/customers', method: 'GET', path: '/api/customers' },
    { operation: 'get /api/customers/{customerId}', method: 'GET', path: customer },
    { operation: 'get /api/catalogue', method: 'GET', path: '/api/catalogue' },
    {
      operation: 'post /api/orders',
      method: 'POST',
      path: '/api/orders',
      body: world.buy,
      headers: { 'idempotency-key': 'away' },
      lost: 'place',
      done: async () => (await world.placed()) - placed,
    },
    {
      operation: 'post /api/customers',
      method: 'POST',
      path: '/api/customers',
      body: CUSTOMER,
      lost: 'addCustomer',
      done: () => customers(({ name }) => name === CUSTOMER.name),
    },
    {
      operation: 'put /api/customers/{customerId}/admin-contact',
      method: 'PUT',
      path: `${customer}/admin-contact`,
      body: CONTACT,
      lost: 'setAdminContact',
      done: () => customers(({ contacts }) => contacts.admin.email === CONTACT.email),
    },
    {
      operation: 'post /api/orders/{orderId}/information-request',
      method: 'POST',
      path: `/api/orders/${orderId}/information-request`,
      body: {},
      lost: 'resendInformationRequest',
      done: () => world.messages.filter((message) => !('reason' in message)).length,
    },
    {
      operation: 'post /api/orders/{orderId}/administrator',
      method: 'POST',
      path: `/api/orders/${orderId}/administrator`,
      body: ADA,
      lost: 'provideAdministrator',
      done: await stepsOf(orderId),
    },
    {
      operation: 'post /api/orders/{orderId}/cancellation',
      method: 'POST',
      path: `/api/orders/${cancelled}/cancellation`,
      body: { reason: 'no longer wanted' },
      lost: 'cancel',
      done: await stepsOf(cancelled),
    },
    ...['held-orders', 'findings', 'reconciliation'].map((what) => ({
      operation: `get /api/operator/${what}`,
      method: 'GET',
      path: `/api/operator/${what}`,
      headers: asOperator,
    })),
    {
      operation: 'get /api/operator/orders/{orderId}',
      method: 'GET',
      path: `/api/operator/orders/${orderId}`,
      headers: asOperator,
    },
    {
      operation: 'post /api/operator/orders/{orderId}/resolution',
      method: 'POST',
      path: `/api/operator/orders/${orderId}/resolution`,
      body: { action: 'retry', reason: 'mended' },
      headers: asOperator,
      lost: 'resume',
      done: () => world.decisions.length,
    },
    {
      operation: 'post /api/operator/reconciliation',
      method: 'POST',
      path: '/api/operator/reconciliation',
      headers: asOperator,
    },
  ];
}

describe('a database that is away', () => {
  test('every operation answers 503 with Retry-After, as documented, and tells nobody where the database is', async () => {
    const at = await edge();
    const operations = await everyOperation(at);
    const { paths } = JSON.parse((await at.open('/api/openapi.json')).text);
    const documented = Object.entries<Record<string, { responses: Record<string, Documented> }>>(paths).flatMap(
      ([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect([...operations.map(({ operation }) => operation), 'get /healthz', 'get /readyz'].sort()).toEqual(
      documented.sort(),
    );
    at.world.databaseUp = false;
    at.world.placing = new DatabaseAway('The database is away: at 10.0.0.7');
    for (const { operation, method, path, body, headers } of operations) {
      const answer = await at.call(method, path, body, headers);
      expect([operation, answer.status, answer.json.code, answer.headers.get('retry-after')]).toEqual([
        operation,
        503,
        'unavailable',
        '5',
      ]);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.text).not.toContain('10.0.0.7');
      const [on = '', of = ''] = operation.split(' ');
      const { description, headers: told } = paths[of][on].responses['503'];
      expect(description).toMatch(/`unavailable`.*`overloaded`/);
      expect(Object.keys(told)).toEqual(['Retry-After']);
    }
    expect(at.world.log.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  });

  test('people get a page that says to wait; it does not claim that what was sent did not arrive', async () => {
    const { open, world } = await edge();
    const { path } = await world.asking();
    world.databaseUp = false;
    const page = await open(path);
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.text).toContain('it is safe to repeat');
    world.databaseUp = true;
    expect((await open(path)).status).toBe(200);
  });

  test('an answer that is sent meanwhile is kept on a page, whose button sends it again', async () => {
    const { submit, world } = await edge();
    const { path, orderId } = await world.asking();
    world.databaseUp = false;
    const page = await submit(path, { ...ADA, companyName: '"Engines" <&> Sons' });
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
    world.databaseUp = true;
    const kept = [...page.text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)];
    const fields = Object.fromEntries(kept.map(([, name = '', value = '']) => [name, decoded(value)]));
    expect((await submit(path, fields)).status).toBe(303);
    expect((await world.read(orderId)).answer?.details).toEqual({ ...ADA, companyName: '"Engines" <&> Sons' });
  });
});

test('whether a refusal is safe to repeat is said truly: repeated, what was done unseen is done once, or else it says no', async () => {
  const at = await edge();
  for (const { operation, method, path, body, headers, lost, done } of await everyOperation(at)) {
    if (lost === undefined || done === undefined) continue;
    at.world.lost.add(lost);
    const answer = await at.call(method, path, body, headers);
    expect([operation, answer.status, typeof answer.json.safeToRepeat]).toEqual([operation, 503, 'boolean']);
    expect([operation, at.world.lost.size, await done()]).toEqual([operation, 0, 1]);
    expect(answer.json.detail).toContain(answer.json.safeToRepeat ? 'safe to repeat' : 'look before you repeat');
    const again = await at.call(method, path, body, headers);
    expect([operation, Math.floor(again.status / 100)]).toEqual([operation, 2]);
    expect([operation, await done()]).toEqual([operation, answer.json.safeToRepeat ? 1 : 2]);
  }
});

describe('more than can be done at once', () => {
  test('is refused at once, before anything is done; what was begun is finished, and health is still told', async () => {
    const { call, open, submit, world } = await edge({ mostRequests: 2 });
    const { path } = await world.asking();
    const { orderId } = await world.order();
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let begun = 0;
    const both = new Promise<void>((resolve) => {
      world.beforeReading = () => {
        begun += 1;
        if (begun === 2) resolve();
        return held;
      };
    });
    const inHand = [call('GET', `/api/orders/${orderId}`), call('GET', `/api/orders/${orderId}`)];
    await both;
    const placed = await world.placed();

    const refused = await call('POST', '/api/orders', world.buy, { 'idempotency-key': 'k' });
    expect([refused.status, refused.json.code, refused.json.safeToRepeat]).toEqual([503, 'overloaded', true]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    for (const page of [await open(path), await submit(path, { ...GRACE })]) {
      expect([page.status, Number(page.headers.get('retry-after'))]).toEqual([503, expect.any(Number)]);
      expect(page.text).toContain('Nothing was done');
    }
    expect((await call('GET', '/healthz')).status).toBe(200);
    expect(await world.placed()).toBe(placed);

    letGo();
    expect((await Promise.all(inHand)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await call('POST', '/api/orders', world.buy, { 'idempotency-key': 'k' })).status).toBe(202);
    expect((await call('GET', '/readyz')).status).toBe(200);
  });
});

interface Documented {
  description: string;
}

function decoded(text: string): string {
  const named: Record<string, string> = { quot: '"', amp: '&', lt: '<', gt: '>', '#39': "'" };
  return text.replace(/&([a-z]+|#39);/g, (whole, name: string) => named[name] ?? whole);
}
