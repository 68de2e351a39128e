/** The list of orders, its filters and its export. */
import { csvRecord } from '../../../web/panel/orders/csv.ts';
import { startOfDay } from '../../../web/panel/orders/filters.ts';
import { ASKED, COMPLETED, type OrdersPanel, PROVISIONING, REFUSED, startOrdersPanel } from './support/orders.ts';

let panel: OrdersPanel;
let cookie: string;
let ids: { asking: string; waiting: string; done: string };
beforeAll(async () => {
  panel = await startOrdersPanel();
  cookie = await panel.loggedIn();
  ids = {
    asking: await panel.place([ASKED], { purchaseOrderNumber: 'PO-77' }),
    waiting: await panel.place([ASKED, REFUSED], { customerId: 'cust-2' }),
    done: await panel.place([ASKED, PROVISIONING, COMPLETED], {
      lines: [
        { productId: 'veritas-o365-backup', quantity: 1000 },
        { productId: 'acme-mail-archive', quantity: 10 },
      ],
    }),
  };
  await bought(ids.asking, '2026-03-01T10:00:00Z');
  // Half an hour before midnight in Greenwich is the next day in Berlin.
  await bought(ids.waiting, '2026-03-28T23:30:00Z');
  await bought(ids.done, '2026-03-29T21:59:59.999Z');
});
afterAll(() => panel.close());

async function bought(orderId: string, at: string): Promise<void> {
  await panel.db.updateTable('orders').set({ created_at: at }).where('order_id', '=', orderId).execute();
}

const numbersIn = (html: string) =>
  [...html.matchAll(/class="reference" href="[^"]*\/orders\/(\w+)"/g)].map((found) => found[1]);

async function shown(query: string): Promise<string[]> {
  const { status, text } = await panel.open(`/panel/orders${query}`, cookie);
  expect(status).toBe(200);
  return numbersIn(text) as string[];
}

test('the list shows the newest first, and each filter keeps what it says', async () => {
  const { asking, waiting, done } = ids;
  const cases: [string, string[]][] = [
    ['', [done, waiting, asking]],
    ['?state=completed', [done]],
    ['?state=inquiring', [waiting, asking]],
    ['?state=failed', []],
    ['?state=nonsense&from=2026-02-31&to=x&customerId=%27&unknown=1', [done, waiting, asking]],
    ['?customer=bergbahn', [waiting]],
    ['?customerId=cust-1', [done, asking]],
    ['?q=po-77', [asking]],
    [`?q=${asking.toLowerCase()}`, [asking]],
    ['?q=mail+archive', [done]],
    ['?q=%25', []],
    ['?waiting=me', [waiting]],
    ['?from=2026-03-29', [done, waiting]],
    ['?to=2026-03-28', [asking]],
    ['?from=2026-03-29&to=2026-03-29', [done, waiting]],
    ['?from=2026-03-30', []],
    ['?q=office&customer=alster&state=inquiring&from=2026-03-01&to=2026-03-01', [asking]],
  ];
  for (const [query, expected] of cases) expect([query, await shown(query)]).toEqual([query, expected]);
});

test('the days of a filter begin at midnight where the panel is, also when the clocks change', () => {
  expect(startOfDay('2026-03-29', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z');
  expect(startOfDay('2026-03-30', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
  expect(startOfDay('2026-10-25', 'Europe/Berlin')).toBe('2026-10-24T22:00:00.000Z');
  expect(startOfDay('2026-10-26', 'Europe/Berlin')).toBe('2026-10-25T23:00:00.000Z');
  expect(startOfDay('2026-11-27', 'UTC')).toBe('2026-11-27T00:00:00.000Z');
  expect(startOfDay('2026-11-27', 'Pacific/Auckland')).toBe('2026-11-26T11:00:00.000Z');
  expect(startOfDay('2026-11-27', 'America/St_Johns')).toBe('2026-11-27T03:30:00.000Z');
});

test('an order of many lines shows a few of them, and the page stays small', async () => {
  const lines = Array.from({ length: 50 }, () => ({ productId: 'veritas-o365-backup', quantity: 10 }));
  const orderId = await panel.place([], { lines, purchaseOrderNumber: 'FIFTY' });
  const { text } = await panel.open('/panel/orders?q=fifty', cookie);
  expect(text).toContain('and 47 more');
  const { text: order } = await panel.open(`/panel/orders/${orderId}`, cookie);
  expect(order.match(/<th scope="row">Office 365 Backup/g)).toHaveLength(50);
  expect(order.length).toBeLessThan(70_000);
});

test('orders that wait on the reseller are counted on every page, and named with what they wait on', async () => {
  const { text } = await panel.open('/panel/orders', cookie);
  expect(text).toContain('<a href="/panel/orders?waiting=me">1 order waits on you</a>');
  expect(text).toMatch(/class="count urgent">1</);
  expect(text).toContain('waits on you, until 27 Nov 2026, 17:00');
});

test('what was filtered by is still in the form, and never becomes markup', async () => {
  const query =
    '?q=%22%3E%3Cscript%3E&customer=a%26b&state=held&from=2026-03-01&to=2026-03-02&waiting=me&customerId=cust-1';
  const { text } = await panel.open(`/panel/orders${query}`, cookie);
  expect(text).not.toContain('"><script>');
  expect(text).toContain('value="&quot;&gt;&lt;script&gt;"');
  expect(text).toContain('value="a&amp;b"');
  expect(text).toContain('<option value="held" selected="">On hold</option>');
  expect(text).toContain('name="from" value="2026-03-01"');
  expect(text).toContain('name="waiting" value="me" checked=""');
  expect(text).toContain('<input type="hidden" name="customerId" value="cust-1"/>');
});

test('an empty list says what to do, differently for no orders, no match, and nothing that waits', async () => {
  const text = async (query: string, who = cookie) => (await panel.open(`/panel/orders${query}`, who)).text;
  const stranger = await panel.loggedIn(panel.stranger);
  expect(await text('', stranger)).toContain('No orders yet');
  expect(await text('?waiting=me', stranger)).toContain('No order waits on you');
  expect(await text('?q=nothing', stranger)).toContain('No order matches');
});

test('paging by cursor shows every order once, keeps the filters, and refuses a cursor that is not ours', async () => {
  const many: string[] = [];
  for (let n = 0; n < 30; n++) {
    const orderId = await panel.place([], { purchaseOrderNumber: 'MANY' });
    await bought(orderId, new Date(Date.UTC(2025, 0, 1, n)).toISOString());
    many.unshift(orderId);
  }
  const first = await panel.open('/panel/orders?q=many', cookie);
  const next = /href="(\/panel\/orders\?[^"]*cursor=[^"]*)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(next).toContain('q=many');
  const second = await panel.open(next, cookie);
  expect([...numbersIn(first.text), ...numbersIn(second.text)]).toEqual(many);
  expect(second.text).toContain('href="/panel/orders?q=many"');
  expect(second.text).not.toContain('cursor=');
  expect((await panel.open('/panel/orders?cursor=yesterday', cookie)).status).toBe(400);
});

/** Further orders like the newest one, all at once. Answers their numbers. */
async function copies(count: number): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, n) => `C0PY${String(n).padStart(6, '0')}`);
  const orders = panel.db.selectFrom('orders').selectAll().orderBy('created_at', 'desc').limit(1);
  const {
    order_id,
    idempotency_key,
    administrator,
    information_request,
    waiting_on: _,
    answer: __,
    ...order
  } = await orders.executeTakeFirstOrThrow();
  const lines = panel.db.selectFrom('order_lines').selectAll().where('order_id', '=', order_id);
  const { line_id, source, ...line } = await lines.executeTakeFirstOrThrow();
  await panel.db
    .insertInto('orders')
    .values(
      numbers.map((number) => ({
        ...order,
        order_id: number,
        idempotency_key: `${idempotency_key} ${number}`,
        administrator: JSON.stringify(administrator),
        information_request: JSON.stringify(information_request),
      })),
    )
    .execute();
  await panel.db
    .insertInto('order_lines')
    .values(
      numbers.map((number) => ({
        ...line,
        order_id: number,
        line_id: `${line_id} ${number}`,
        source: JSON.stringify(source),
      })),
    )
    .execute();
  return numbers;
}

describe('the export', () => {
  test('is a file that has each line of each order that the filters keep', async () => {
    const { status, headers, text } = await panel.open('/panel/orders.csv?state=completed', cookie);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="orders-\d{4}-\d\d-\d\d\.csv"$/);
    expect(headers.get('cache-control')).toBe('no-store');
    const [head, ...lines] = text.replace('\uFEFF', '').split('\r\n');
    expect(head).toBe(
      'Order number,Placed,State,Waiting on,Until,Customer,Customer id,Purchase order number,Product,Seats,' +
        'Price per seat and month,Amount per month,Currency,Subscription,Administrator,Last change,Set up',
    );
    const line = `${ids.done},2026-03-29T21:59:59.999Z,Completed,,,Alster Verlag,cust-1,,`;
    expect(lines).toEqual([
      expect.stringContaining(`${line}Office 365 Backup,1000,2.50,2500.00,EUR,,Asked for by e-mail,`),
      expect.stringContaining(`${line}Mail Archive,10,1.20,12.00,EUR,,Asked for by e-mail,`),
      '',
    ]);
  });

  test('begins with the mark by which spreadsheets know UTF-8, and speaks the language of the page', async () => {
    const response = await fetch(`${panel.url}/panel/orders.csv?waiting=me`, {
      headers: { cookie: `${cookie}; language=de` },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
    expect(bytes.toString()).toContain('Bestellnummer,Aufgegeben,Stand,');
    expect(bytes.toString()).toContain('Administrator wird erfragt,Sie,2026-11-27T16:00:00.000Z,Bergbahn AG');
  });

  test('comes in pieces, however long it is, with nothing lost between them', async () => {
    const numbers = [await panel.place([], { purchaseOrderNumber: 'long-1' }), ...(await copies(204))];
    const { text } = await panel.open('/panel/orders.csv?q=long-', cookie);
    const found = text
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.slice(0, 10));
    expect(new Set(found).size).toBe(205);
    expect([...found].sort()).toEqual([...numbers].sort());
  });

  test.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    [' space ', '" space "'],
    ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    [' =1', "' =1"],
    ['\t=1', "'\t=1"],
    ['\r=1', '"\'\r=1"'],
    ['＝1', "'＝1"],
    ['a;=1', "a;'=1"],
    ['a\t+1', "a\t'+1"],
    ['a; b', 'a; b'],
    ['a=b', 'a=b'],
  ])('writes %j so that it is read as it was, and never run as a formula', (value, written) => {
    expect(csvRecord([value, 7])).toBe(`${written},7\r\n`);
  });

  test('of a customer with a name like a formula is harmless', async () => {
    const customer = { ...panel.customers[0], customerId: 'cust-evil', name: '=cmd|"/c calc"!A1' };
    await panel.store.market.putCustomer(customer as (typeof panel.customers)[number]);
    await panel.place([], { customerId: 'cust-evil' });
    const { text } = await panel.open('/panel/orders.csv?customerId=cust-evil', cookie);
    expect(text).toContain(',"\'=cmd|""/c calc""!A1",');
  });
});
