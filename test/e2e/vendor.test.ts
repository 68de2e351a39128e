import type { LiveOrder } from '../../workflows/contract/order.ts';
import { eventually, useProduct } from '../support/product.ts';
import { mailboxOf } from './mailbox.ts';
import { useOperator } from './operator.ts';
import { administrator, atHand, type OrderView, PRODUCT, resellerOf } from './reseller.ts';
import { vendorOf } from './vendor.ts';

const product = useProduct({ ACTIVATION_POLL_MS: '300' });
const reseller = resellerOf(product);
const other = resellerOf(product, 'otherResellerToken');
const mailbox = mailboxOf(product);
const vendor = vendorOf(product);
const operator = useOperator(product);

/** Longer than the vendor's client waits for an answer, with what follows. */
const PATIENT = 60_000;

afterEach(() => vendor.disarm());

async function placed(details = administrator()) {
  const customer = await reseller.customer();
  return reseller.place(customer.id, atHand(details));
}

/** The order once it waits for the reseller to correct the administrator's details. */
function correctionAsked({ until }: Pick<typeof reseller, 'until'>, orderId: string): Promise<OrderView> {
  return until(orderId, 'back with the reseller', ({ waitingOn }) => waitingOn?.kind === 'correction');
}

/** Whatever the vendor did: completed, with one subscription under the line's key, and every fault used up. */
async function expectOneSubscription(order: OrderView) {
  const ended = await reseller.ended(order.orderId, PATIENT);
  expect(ended).toMatchObject({ state: 'completed', lines: [{ state: 'active' }] });
  const held = await vendor.held(ended);
  expect(held.map(({ id, seats }) => [id, seats])).toEqual([[ended.lines[0]?.subscriptionId, 10]]);
  expect(await vendor.faultsLeft()).toEqual([]);
  return ended;
}

test('a vendor that answers late delays the order and no more', async () => {
  await vendor.fault({ operation: 'create', fault: 'delay', delayMs: 3000 });
  const order = await placed();
  await expectOneSubscription(order);
});

test(
  'a vendor that hangs, before or after creating, is asked again: one subscription each',
  async () => {
    await vendor.fault({ operation: 'create', fault: 'hang' });
    await vendor.fault({ operation: 'create', fault: 'hangAfterCreate' });
    // Whichever of them meets the one, the other meets the other.
    const orders = [await placed(), await placed()];
    const ended = [];
    for (const order of orders) ended.push(await expectOneSubscription(order));
    // The one that hung after creating is adopted by the same call; the other had to be tried again.
    const late = ended.flatMap(({ timeline = [] }) => timeline.filter(({ by }) => by === 'vendor'));
    expect(late).toHaveLength(1);
  },
  PATIENT,
);

test(
  'a reply that is lost after creating, and one that nobody can read: the subscription is found, not made twice',
  async () => {
    await vendor.fault({ operation: 'create', fault: 'dropReply' });
    await expectOneSubscription(await placed());
    await vendor.fault({ operation: 'create', fault: 'status', status: 500, reason: 'oops', performed: true });
    await expectOneSubscription(await placed());
    await vendor.fault({ operation: 'list', fault: 'status', status: 200, reason: '<users><user>' });
    await expectOneSubscription(await placed());
    await vendor.fault({ operation: 'create', fault: 'status', status: 201, reason: 'who knows' });
    await expectOneSubscription(await placed());
  },
  PATIENT,
);

test('a vendor that is down three times is tried again, and the order says whom it waits on', async () => {
  await vendor.fault({ operation: 'create', fault: 'status', status: 503 });
  await vendor.fault({ operation: 'login', fault: 'status', status: 503, times: 2 });
  const { orderId, ...order } = await placed();
  const late = await reseller.until(orderId, 'waiting on the vendor', ({ waitingOn }) => waitingOn?.who === 'vendor');
  expect(late).toMatchObject({ state: 'inProgress', waitingOn: { then: expect.stringContaining('again') } });
  const ended = await expectOneSubscription({ orderId, ...order });
  expect(ended.waitingOn).toBeUndefined();
});

test('a vendor that is too busy is asked again no sooner than it wishes', async () => {
  await vendor.fault({ operation: 'create', fault: 'status', status: 429, retryAfter: 3 });
  const order = await placed();
  await expectOneSubscription(order);
  const calls = (await vendor.calls()).filter(({ method }) => method === 'POST').slice(-2);
  expect(calls.map(({ status }) => status)).toEqual([429, 201]);
  const [refused, repeated] = calls.map(({ at }) => Date.parse(at)) as [number, number];
  expect(repeated - refused).toBeGreaterThanOrEqual(3000);
});

test(
  'a subscription that is not active at once is waited for, and the order says so',
  async () => {
    const settings = (activationDelayMs: number) =>
      fetch(`${product.file.vendorUrl}/sandbox/settings`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ activationDelayMs }),
      });
    expect((await settings(1500)).status).toBe(200);
    const order = await placed();
    await operator.started(order.orderId);
    try {
      await eventually(
        'operators to see the wait',
        () => operator.workflow(order.orderId).query<LiveOrder>('getOrder'),
        ({ waitingOn }) => waitingOn?.who === 'vendor',
      );
      const seen = await reseller.until(
        order.orderId,
        'waiting on the vendor',
        ({ waitingOn, state }) => waitingOn !== undefined || state === 'completed',
      );
      await expectOneSubscription(order);
      expect(seen).toMatchObject({ state: 'inProgress', waitingOn: { who: 'vendor' } });
    } finally {
      await settings(0);
    }
  },
  PATIENT,
);

test('a refused field goes back to the reseller who gave it; corrected, the same order is completed with one subscription', async () => {
  const customer = await other.customer();
  await vendor.fault({ operation: 'create', fault: 'refuseField', field: 'fullname', reason: 'too long' });
  const details = administrator('Adelheid');
  const { orderId } = await other.place(customer.id, atHand(details));
  const asked = await correctionAsked(other, orderId);
  expect(asked).toMatchObject({
    state: 'inquiring',
    waitingOn: { corrections: [{ field: 'firstName', code: 'tooLong' }] },
    administrator: { details: { firstName: 'Adelheid' } },
  });
  expect(await vendor.held(asked)).toEqual([]);
  const [mail] = await mailbox.arrived(orderId, 1);
  expect(mail).toMatchObject({
    to: 'orders@southgate.example',
    text: expect.stringContaining(`/panel/orders/${orderId}`),
  });

  expect((await other.answer(orderId, { ...details, firstName: 'Ada' })).status).toBe(202);
  const ended = await other.ended(orderId);
  expect(ended).toMatchObject({
    state: 'completed',
    lines: [{ state: 'active' }],
    administrator: { details: { firstName: 'Ada' } },
  });
  expect(await vendor.held(ended)).toHaveLength(1);
});

test('an order that nobody corrects can be cancelled: nothing is left at the vendor, and the credit is free', async () => {
  // Takes 17,500 of the 20,000 that this reseller has.
  const large = { lines: [{ productId: PRODUCT, quantity: 5000 }] };
  const customer = await other.customer();
  await vendor.fault({ operation: 'create', fault: 'refuseField', field: 'fullname', reason: 'too long' });
  const { orderId } = await other.place(customer.id, { ...large, ...atHand() });
  await correctionAsked(other, orderId);
  expect((await other.cancel(orderId)).status).toBe(202);
  const cancelled = await other.ended(orderId);
  expect(cancelled).toMatchObject({ state: 'cancelled', lines: [{ state: 'terminated' }] });
  expect(await vendor.held(cancelled)).toEqual([]);

  const next = await other.place(customer.id, { ...large, ...atHand() });
  expect(await other.ended(next.orderId)).toMatchObject({ state: 'completed' });
});

test('an address that is somebody else’s is refused, also after a failure before creating, and theirs is left alone', async () => {
  const details = administrator();
  await vendor.outsider(details.email);
  const deletions = async () => (await vendor.calls()).filter(({ method }) => method === 'DELETE').length;
  const before = await deletions();
  for (const failures of [0, 2]) {
    if (failures > 0) await vendor.fault({ operation: 'login', fault: 'status', status: 503, times: failures });
    const { orderId } = await placed(details);
    const asked = await correctionAsked(reseller, orderId);
    expect(asked.waitingOn?.corrections).toMatchObject([{ field: 'email', code: 'addressInUse' }]);
    await reseller.cancel(orderId);
    const cancelled = await reseller.ended(orderId);
    expect(cancelled).toMatchObject({ state: 'cancelled', lines: [{ state: 'terminated' }] });
    expect(await vendor.held(cancelled)).toEqual([]);
    expect(await vendor.faultsLeft()).toEqual([]);
  }
  expect(await deletions()).toBe(before);
});

test.each([
  { lineFailure: undefined, state: 'partial', active: 1 },
  { lineFailure: 'undoAll', state: 'failed', active: 0 },
])('of two lines the vendor refuses one: with lineFailure $lineFailure the order is $state', async (expected) => {
  const { lineFailure, state, active } = expected;
  const customer = await other.customer();
  const lines = [PRODUCT, PRODUCT].map((productId, index) => ({ productId, quantity: 10 * (index + 1) }));
  await vendor.fault({ operation: 'create', fault: 'status', status: 422, reason: 'no more seats here' });
  const { orderId } = await other.place(customer.id, { lines, ...atHand(), ...(lineFailure && { lineFailure }) });
  const ended = await other.ended(orderId);
  expect(ended).toMatchObject({ state, cause: 'vendorRefused', lineFailure: lineFailure ?? 'keepOthers' });
  const held = await vendor.held(ended);
  expect(held).toHaveLength(active);
  const kept = ended.lines.filter((line) => line.state === 'active').map((line) => line.subscriptionId);
  expect(kept).toEqual(held.map(({ id }) => id));
  expect(ended.lines.filter((line) => line.state === 'terminated')).toHaveLength(2 - active);
});

test('an order that is cancelled while the vendor creates is undone when the call in hand has ended, and says so meanwhile', async () => {
  await vendor.fault({ operation: 'create', fault: 'hold' });
  const before = (await vendor.calls()).length;
  const { orderId } = await placed();
  await eventually(
    'the creation to be in hand',
    async () => (await vendor.calls()).slice(before).some(({ method }) => method === 'POST'),
    (seen) => seen,
  );
  expect((await reseller.cancel(orderId)).status).toBe(202);
  const assessed = await reseller.until(orderId, 'assessed', ({ state }) => state !== 'inProgress');
  expect(assessed).toMatchObject({ state: 'assessingCancellation', waitingOn: { who: 'vendor', kind: 'stepInHand' } });
  expect((await reseller.cancel(orderId)).status).toBe(202);
  await vendor.disarm();
  const cancelled = await reseller.ended(orderId, PATIENT);
  expect(cancelled).toMatchObject({ state: 'cancelled', lines: [{ state: 'terminated' }] });
  expect(await vendor.held(cancelled)).toEqual([]);
});

test('a second order for the same administrator, at once or later, is active too, and says what the login is', async () => {
  const details = administrator();
  const customer = await reseller.customer();
  const place = () => reseller.place(customer.id, atHand(details));
  const orders = await Promise.all([place(), place()]);
  const ended = [];
  for (const order of [...orders, await place()]) ended.push(await expectOneSubscription(order));
  const own = ended.map(({ lines: [line] }) => line?.login);
  const ownLoginOf = ({ lines: [line] }: OrderView) => details.email.replace('@', `+${line?.lineId}@`);
  expect(own.filter((login) => login === undefined)).toHaveLength(1);
  expect(own).toEqual(ended.map((order, index) => own[index] && ownLoginOf(order)));

  const stranger = await reseller.customer();
  const { orderId } = await reseller.place(stranger.id, atHand(details));
  const refused = await correctionAsked(reseller, orderId);
  expect(refused.waitingOn?.corrections).toMatchObject([{ field: 'email', code: 'addressInUse' }]);
});

test('credentials that the vendor does not take hold the order, which says what to do, and goes on when told to', async () => {
  await vendor.fault({ operation: 'create', fault: 'status', status: 401 });
  const order = await placed();
  const held = await reseller.until(order.orderId, 'held', ({ state }) => state === 'held');
  expect(held).toMatchObject({
    cause: 'vendorMisconfigured',
    waitingOn: {
      who: 'operator',
      what: expect.stringContaining('own access to the vendor'),
      then: expect.stringContaining('the operator lets the order go on'),
    },
  });
  expect(await operator.currentDetails(order.orderId)).toContain('update `resumeOrder` with `{"action": "retry"}`');
  await eventually(
    'operators to find it',
    () => operator.find(`OrderState = "held" AND WaitingOn = "operator"`),
    (ids) => ids.includes(`order-${order.orderId}`),
  );
  const mails = await mailbox.arrived(order.orderId, 2);
  expect(mails.map(({ to }) => to).sort()).toEqual(['operators@saga.example', 'orders@nordwind.example']);
  expect(JSON.stringify([held, mails])).not.toContain('sandbox-only');

  await operator.update(order.orderId, 'resumeOrder', { action: 'retry' });
  await expectOneSubscription(order);
});

test('a held order that is given up is undone, and so is one that is cancelled', async () => {
  await vendor.fault({ operation: 'create', fault: 'status', status: 403, performed: true, times: 2 });
  const held = async ({ orderId }: OrderView) => reseller.until(orderId, 'held', ({ state }) => state === 'held');
  const givenUp = await held(await placed());
  const cancelled = await held(await placed());
  for (const order of [givenUp, cancelled]) expect(await vendor.held(order)).toHaveLength(1);

  await operator.update(givenUp.orderId, 'resumeOrder', { action: 'giveUp' });
  expect((await reseller.cancel(cancelled.orderId)).status).toBe(202);
  expect(await reseller.ended(givenUp.orderId)).toMatchObject({ state: 'failed', cause: 'givenUp' });
  expect(await reseller.ended(cancelled.orderId)).toMatchObject({
    state: 'cancelled',
    lines: [{ state: 'terminated' }],
  });
  for (const order of [givenUp, cancelled]) expect(await vendor.held(order)).toEqual([]);
});
