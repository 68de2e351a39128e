/** How often a whole order asks the database; pages that somebody looks at meanwhile, and polling, come on top. */
import pg from 'pg';
import type { NewOrder } from '../../store/store.ts';
import { onServer } from '../store/databases.ts';
import { aMarket } from '../store/market.ts';
import { type OrdersAtOnce, ordersAtOnce, someDetails } from './orders-at-once.ts';

/** Everything that was sent to the server, `begin` and `commit` too. */
const sent: string[] = [];
const query = pg.Client.prototype.query;
beforeAll(() => {
  pg.Client.prototype.query = function counted(this: pg.Client, ...given: unknown[]) {
    sent.push(String(given[0]).replace(/\s+/g, ' '));
    return (query as (...given: unknown[]) => unknown).apply(this, given);
  } as typeof query;
});
afterAll(() => {
  pg.Client.prototype.query = query;
});

onServer((opened) => {
  let orders: OrdersAtOnce;
  beforeAll(async () => {
    orders = await ordersAtOnce(opened().store);
  }, 60_000);
  afterAll(() => orders?.stop());

  async function statementsOf(changes: Partial<NewOrder>): Promise<string[]> {
    const { store } = opened();
    const { order } = await aMarket(store);
    sent.length = 0;
    const orderId = await orders.carry(order(changes));
    const statements = sent.map((text, index) => `${index + 1}. ${text}`);
    expect(await store.orders.getAny(orderId)).toMatchObject({ state: 'completed', lines: [{ state: 'active' }] });
    return statements;
  }

  test('an order with the details at hand asks the database 22 times at most, and holds no lock between two', async () => {
    const statements = await statementsOf({ administrator: { mode: 'provided', details: someDetails() } });
    expect(statements).toEqual(atMost(22, statements));
    expect(statements.filter(isTransaction)).toEqual([]);
  });

  test('an order by e-mail asks the database 30 times at most, and holds no lock between two', async () => {
    const statements = await statementsOf({});
    expect(statements).toEqual(atMost(30, statements));
    expect(statements.filter(isTransaction)).toEqual([]);
  });
});

const isTransaction = (statement: string) => /^\d+\. (?:begin|start transaction|commit)/.test(statement);

/** So that a failure tells which statements there were. */
const atMost = (count: number, statements: string[]) =>
  statements.length <= count ? statements : [`at most ${count} statements`];
