import { eventually, runProgram, useProduct } from '../support/product.ts';
import { mailboxOf, send } from './mailbox.ts';
import { useOperator } from './operator.ts';
import { administrator, atHand, PRODUCT, resellerOf } from './reseller.ts';
import { vendorOf } from './vendor.ts';

const product = useProduct();
const reseller = resellerOf(product);
const mailbox = mailboxOf(product);
const vendor = vendorOf(product);
const operator = useOperator(product);

afterEach(() => vendor.disarm());

const attributesOf = async (orderId: string) => {
  const { typedSearchAttributes } = await operator.workflow(orderId).describe();
  return Object.fromEntries(typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
};

test('while an order waits, operators see whom for, until when and how to go on, and find it by that', async () => {
  const customer = await reseller.customer();
  const { orderId } = await reseller.place(customer.id);
  const link = await mailbox.link(orderId);
  const { waitingOn } = await reseller.until(orderId, 'inquiring', ({ state }) => state === 'inquiring');
  const until = waitingOn?.until ?? '';

  const attributes = await attributesOf(orderId);
  expect(attributes).toMatchObject({
    OrderState: 'inquiring',
    WaitingOn: 'customer',
    ResellerId: 'nordwind',
    CustomerId: customer.id,
  });
  // Shown to the minute.
  expect(Math.abs((attributes.WaitDeadline as Date).getTime() - Date.parse(until))).toBeLessThan(60_000);
  expect(
    Object.keys(attributes)
      .filter((name) => !name.startsWith('Temporal') && name !== 'BuildIds')
      .sort(),
  ).toEqual(['CustomerId', 'OrderState', 'ResellerId', 'WaitDeadline', 'WaitingOn']);
  const query = `OrderState = "inquiring" AND CustomerId = "${customer.id}" AND WaitDeadline > "${waitingOn?.since}"`;
  await eventually(
    'the order to be found',
    () => operator.find(query),
    (ids) => ids.length === 1,
  );
  expect(await operator.find(query)).toEqual([`order-${orderId}`]);
  expect(await (await operator.workflow(orderId).describe()).staticSummary()).toBe(`${orderId}: 10 × ${PRODUCT}`);

  const details = await operator.currentDetails(orderId);
  expect(details).toContain('**inquiring**');
  expect(details).toContain(`until ${until}`);
  expect(details).toContain(`the customer (${customer.mailbox})`);
  for (const message of ['provideAdministratorDetails', 'resendInformationRequest', 'extendDeadline', 'cancelOrder']) {
    expect(details).toContain(`\`${message}\``);
  }
  expect(details).not.toContain(link);
  expect(await operator.workflow(orderId).query('getOrder')).toMatchObject({
    orderId,
    state: 'inquiring',
    revision: 1,
  });

  await send(link, administrator());
  await operator.workflow(orderId).result();
  const ended = await attributesOf(orderId);
  expect(ended).toMatchObject({ OrderState: 'completed', ResellerId: 'nordwind', CustomerId: customer.id });
  expect([ended.WaitingOn, ended.WaitDeadline]).toEqual([undefined, undefined]);
  expect(await operator.currentDetails(orderId)).not.toContain('To go on');
});

test('a cancelled order is found as cancelled, and does not look as if it still waited', async () => {
  const customer = await reseller.customer();
  const { orderId } = await reseller.place(customer.id);
  await mailbox.link(orderId);
  await operator.update(orderId, 'cancelOrder', { reason: 'by phone' });
  await operator.workflow(orderId).result();
  const attributes = await attributesOf(orderId);
  expect(attributes).toMatchObject({ OrderState: 'cancelled' });
  expect([attributes.WaitingOn, attributes.WaitDeadline]).toEqual([undefined, undefined]);
  expect((await reseller.order(orderId)).timeline?.at(-1)).toMatchObject({ by: 'operator' });
});

test('more time, given by an operator, moves the deadline everywhere and is told to the customer', async () => {
  const customer = await reseller.customer();
  const { orderId } = await reseller.place(customer.id);
  await mailbox.link(orderId);
  const before = await reseller.until(orderId, 'inquiring', ({ state }) => state === 'inquiring');
  await operator.update(orderId, 'extendDeadline', { extension: 'P7D' });
  await mailbox.arrived(orderId, 2, customer.mailbox);
  const moved = Date.parse(before.waitingOn?.until ?? '') + 7 * 86_400_000;
  const after = await reseller.until(
    orderId,
    'given more time',
    ({ waitingOn }) => Date.parse(waitingOn?.until ?? '') === moved,
  );
  expect(after.timeline?.at(-1)?.by).toBe('operator');
  const shown = await eventually(
    'the new deadline',
    () => attributesOf(orderId),
    ({ WaitDeadline }) => Math.abs((WaitDeadline as Date).getTime() - moved) < 60_000,
  );
  expect(shown).toMatchObject({ OrderState: 'inquiring' });
  expect((await send(await mailbox.link(orderId, customer.mailbox), administrator())).status).toBe(303);
  await reseller.ended(orderId);
});

test('while the vendor hangs, the pending call shows what went wrong last', async () => {
  await vendor.fault({ operation: 'list', fault: 'status', status: 503, reason: 'maintenance', times: 2 });
  await vendor.fault({ operation: 'list', fault: 'hang' });
  const customer = await reseller.customer();
  const { orderId } = await reseller.place(customer.id, atHand());
  await operator.started(orderId);
  const pending = await eventually(
    'the call to hang',
    () => operator.pending(orderId),
    (calls) => calls.some(({ failure }) => failure !== ''),
  );
  expect(pending).toEqual([{ name: 'createSubscription', failure: expect.stringMatching(/503.*maintenance/) }]);
  expect(await attributesOf(orderId)).toMatchObject({ OrderState: 'inProgress', WaitingOn: 'vendor' });
  expect(await operator.currentDetails(orderId)).toMatch(/To go on: .*retried/);
  await operator.workflow(orderId).result();
  expect(await attributesOf(orderId)).toMatchObject({ OrderState: 'completed' });
}, 60_000);

test('an operator finds a held order by command and resolves it: the account made by the vendor is adopted, and who and why is kept', async () => {
  const { apiUrl: ORDER_SAGA_URL, operatorToken: ORDER_SAGA_TOKEN } = product.file;
  const command = (...args: string[]) =>
    runProgram('dist/client/cli/main.js', args, { ORDER_SAGA_URL, ORDER_SAGA_TOKEN });
  await vendor.fault({ operation: 'create', fault: 'status', status: 403, performed: true });
  const customer = await reseller.customer();
  const placed = await reseller.place(customer.id, atHand());
  await reseller.until(placed.orderId, 'held', ({ state }) => state === 'held');
  const [made] = await vendor.held(placed);
  expect((await command('hold', 'list')).stdout).toContain(placed.orderId);

  const reason = 'found at the vendor';
  const words = ['adopt', '--subscription', made?.id ?? '', '--reason', reason];
  expect(await command('hold', 'resolve', placed.orderId, ...words)).toMatchObject({ code: 0 });
  const completed = await reseller.ended(placed.orderId);
  expect(completed).toMatchObject({ state: 'completed', lines: [{ state: 'active', subscriptionId: made?.id }] });
  expect(await vendor.held(completed)).toHaveLength(1);
  const response = await fetch(`${ORDER_SAGA_URL}/api/operator/orders/${placed.orderId}`, {
    headers: { authorization: `Bearer ${ORDER_SAGA_TOKEN}` },
  });
  const { timeline } = (await response.json()) as { timeline: object[] };
  expect(timeline).toContainEqual(expect.objectContaining({ operator: 'demo, made by npm start', reason }));
  expect((await command('hold', 'list')).stdout).not.toContain(placed.orderId);
});
