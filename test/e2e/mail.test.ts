import type { LiveOrder } from '../../workflows/contract/order.ts';
import { eventually, useProduct } from '../support/product.ts';
import { linksIn, mailboxOf, send } from './mailbox.ts';
import { useOperator } from './operator.ts';
import { administrator, resellerOf } from './reseller.ts';

const product = useProduct();
const reseller = resellerOf(product);
const mailbox = mailboxOf(product);
const operator = useOperator(product);

/** Longer than we wait for a mail server that does not answer. */
const PATIENT = 60_000;

/** An order whose mail hangs takes long, so it does so while the other tests run. */
let hanging: { orderId: string; mailbox: string };
beforeAll(async () => {
  const customer = await reseller.customer();
  await mailbox.fault({ fault: 'hang', times: 1, address: customer.mailbox });
  const { orderId } = await reseller.place(customer.id);
  hanging = { orderId, mailbox: customer.mailbox };
});

test('while the mail server does not answer, operators see what the order waits on', async () => {
  await operator.started(hanging.orderId);
  await eventually(
    'operators to see the wait',
    () => operator.workflow(hanging.orderId).query<LiveOrder>('getOrder'),
    ({ waitingOn }) => waitingOn?.who === 'mailServer',
  );
  expect(await operator.pending(hanging.orderId)).toMatchObject([{ name: 'openOrder' }]);
});

test(
  'a mail server that is down at Buy: Buy answers, the order says what it waits on, and the mail arrives once',
  async () => {
    const customer = await reseller.customer();
    await mailbox.fault({ fault: 'defer', times: 4, address: customer.mailbox });
    const { orderId } = await reseller.place(customer.id);
    const late = await reseller.until(orderId, 'late', ({ waitingOn }) => waitingOn?.who === 'mailServer');
    expect(late).toMatchObject({ state: 'acknowledged' });
    await eventually(
      'the mail to be tried again',
      () => operator.pending(orderId),
      ([call]) => call?.name === 'openOrder' && call.failure.includes('4.3.0 Try again later'),
    );

    const link = await mailbox.link(orderId, customer.mailbox);
    await reseller.until(orderId, 'inquiring', ({ waitingOn }) => waitingOn?.who === 'customer');
    await send(link, administrator());
    await reseller.ended(orderId);
    const asked = (await mailbox.mails(orderId, customer.mailbox)).flatMap(linksIn);
    expect(asked).toHaveLength(1);
  },
  PATIENT,
);

test('a mail whose receipt was lost may come again, as the same mail and with a link that works', async () => {
  const customer = await reseller.customer();
  await mailbox.fault({ fault: 'drop', times: 1, address: customer.mailbox });
  const { orderId } = await reseller.place(customer.id);
  const link = await mailbox.link(orderId, customer.mailbox);
  await reseller.until(orderId, 'inquiring', ({ state }) => state === 'inquiring');
  const mails = await mailbox.mails(orderId, customer.mailbox);
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
  expect((await send(link, administrator())).status).toBe(303);
  expect(await reseller.ended(orderId)).toMatchObject({ state: 'completed' });
});

test('a mail server that knows no such mailbox: the reseller is asked for another contact, whose link works', async () => {
  const customer = await reseller.customer();
  await mailbox.fault({ fault: 'refuse', times: 1, address: customer.mailbox });
  const { orderId } = await reseller.place(customer.id);
  const told = await reseller.until(orderId, 'told', ({ waitingOn }) => waitingOn?.who === 'reseller');
  expect(told).toMatchObject({ state: 'inquiring', waitingOn: { what: expect.stringContaining('another contact') } });
  const colleague = `colleague.of.${customer.mailbox}`;
  expect((await reseller.sendAgain(orderId, { email: colleague })).status).toBe(202);
  const link = await mailbox.link(orderId, colleague);
  await reseller.until(orderId, 'asking again', ({ waitingOn }) => waitingOn?.who === 'customer');
  expect((await send(link, administrator())).status).toBe(303);
  expect(await reseller.ended(orderId)).toMatchObject({ state: 'completed' });
  const toNobody = await mailbox.mails(orderId, customer.mailbox);
  expect(toNobody.flatMap(linksIn)).toEqual([]);
});

test('a mail that is taken and comes back later is reported to an address of its own, and the reseller is asked for another contact', async () => {
  const customer = await reseller.customer();
  await mailbox.fault({ fault: 'bounce', times: 1, address: customer.mailbox });
  const { orderId } = await reseller.place(customer.id);
  const [report] = await eventually(
    'the report',
    () => mailbox.reportsOn(customer.mailbox),
    (reports) => reports.length > 0,
  );
  expect(report?.to).toMatch(new RegExp(`^bounces\\+${orderId.toLowerCase()}\\.1\\.1\\.[0-9a-f]{20}@`));
  await reseller.until(orderId, 'unreachable', ({ waitingOn }) => waitingOn?.kind === 'otherContact');
  const [told] = await eventually(
    'the reseller to be told',
    async () =>
      (await mailbox.mails(orderId)).filter(({ to }) => to !== customer.mailbox && !to.startsWith('bounces+')),
    (mails) => mails.length > 0,
  );
  expect(told?.text).toContain(`/panel/orders/${orderId}`);
});

test('the reseller answers while the mail server is down: the customer is not asked any more', async () => {
  const customer = await reseller.customer();
  await mailbox.fault({ fault: 'defer', times: 3, address: customer.mailbox });
  const { orderId } = await reseller.place(customer.id);
  await reseller.until(orderId, 'late', ({ waitingOn }) => waitingOn?.who === 'mailServer');
  expect((await reseller.answer(orderId, administrator())).status).toBe(202);
  const ended = await reseller.ended(orderId);
  expect(ended).toMatchObject({ state: 'completed', administrator: { answeredBy: 'reseller' } });
  const asked = (await mailbox.mails(orderId)).flatMap(linksIn);
  expect(asked).toEqual([]);
});

test(
  'a mail server that does not answer at all is given up on, and tried again: the mail arrives once',
  async () => {
    const { orderId, mailbox: address } = hanging;
    await reseller.until(orderId, 'inquiring', ({ state }) => state === 'inquiring', PATIENT);
    expect(await mailbox.mails(orderId)).toMatchObject([{ to: address }]);
  },
  PATIENT,
);
