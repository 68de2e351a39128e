/** What the panel's pages of orders cost the database. */
import { statementsOf } from '../../support/statements.ts';
import { ASKED, type OrdersPanel, startOrdersPanel } from './support/orders.ts';

let panel: OrdersPanel;
beforeAll(async () => {
  panel = await startOrdersPanel();
});
afterAll(() => panel?.close());

test('a page of an order, or of a list of them, asks once for the orders; session, cart and the menu’s count are apart', async () => {
  const cookie = await panel.loggedIn();
  const orderId = await panel.place([ASKED]);
  const ofOrder = await statementsOf(() => panel.open(`/panel/orders/${orderId}`, cookie));
  const ofList = await statementsOf(() => panel.open('/panel/orders', cookie));
  expect(ofOrder.filter((text) => text.includes('"timeline"'))).toHaveLength(1);
  expect(ofList.filter((text) => text.includes('"order_lines"'))).toHaveLength(1);
  expect({ order: ofOrder.length, list: ofList.length }).toEqual({ order: 4, list: 3 });
});
