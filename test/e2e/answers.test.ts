import { useProduct } from '../support/product.ts';
import { mailboxOf, open, send } from './mailbox.ts';
import { useOperator } from './operator.ts';
import { administrator, atHand, resellerOf } from './reseller.ts';
import { vendorOf } from './vendor.ts';

const product = useProduct();
const reseller = resellerOf(product);
const mailbox = mailboxOf(product);
const vendor = vendorOf(product);
const operator = useOperator(product);

async function waiting() {
  const customer = await reseller.customer();
  const { orderId } = await reseller.place(customer.id);
  return { orderId, link: await mailbox.link(orderId, customer.mailbox) };
}

test('of two answers at once through one link, exactly one is accepted, and the other is shown it', async () => {
  const { orderId, link } = await waiting();
  const people = [administrator('Ada'), administrator('Grace')] as const;
  const pages = await Promise.all(people.map((details) => send(link, details)));
  expect(pages.map(({ status }) => status).sort()).toEqual([303, 409]);
  const won = pages[0]?.status === 303 ? 0 : 1;
  expect(pages[1 - won]?.html).toContain(people[won].email);
  const order = await reseller.ended(orderId);
  expect(order).toMatchObject({ state: 'completed', administrator: { details: people[won] } });
  expect(await vendor.held(order)).toMatchObject([{ login: people[won].email }]);
});

test('of reseller and customer at once, exactly one is accepted, and the other learns who it was', async () => {
  for (let round = 0; round < 4; round++) {
    const { orderId, link } = await waiting();
    const [ours, theirs] = [administrator('Ada'), administrator('Grace')];
    // Each is sent first in turn.
    const early = round % 2 === 0 ? reseller.answer(orderId, ours) : undefined;
    const fromCustomer = send(link, theirs);
    const [api, page] = await Promise.all([early ?? reseller.answer(orderId, ours), fromCustomer]);
    const { administrator: accepted, ...order } = await reseller.ended(orderId);
    if (accepted.answeredBy === 'reseller') {
      expect([api.status, page.status]).toEqual([202, 409]);
      expect(page.html).toContain(ours.email);
      expect(accepted.details).toEqual(ours);
    } else {
      expect([api.status, page.status]).toEqual([409, 303]);
      expect(api.body).toMatchObject({ code: 'already-answered', accepted: { by: 'customer', details: theirs } });
      expect(accepted.details).toEqual(theirs);
    }
    expect(await vendor.held(order)).toHaveLength(1);
  }
});

test('the reseller may answer instead of the customer, who then reads that it is done', async () => {
  const { orderId, link } = await waiting();
  const details = administrator();
  expect(await reseller.answer(orderId, details)).toMatchObject({
    status: 202,
    body: { state: expect.not.stringMatching('inquiring') },
  });
  // The record follows the workflow in a moment.
  await reseller.until(orderId, 'no longer waiting', ({ state }) => state !== 'inquiring');
  const page = await open(link);
  expect(page.status).toBe(200);
  expect(page.html).toContain('nothing left for you to do');
  // The same answer again is no contradiction, whoever gives it.
  expect((await reseller.answer(orderId, { mode: 'provided', details })).status).toBe(202);
  expect(await reseller.ended(orderId)).toMatchObject({
    state: 'completed',
    administrator: { answeredBy: 'reseller' },
  });
  const late = await reseller.answer(orderId, administrator('Late'));
  expect(late).toMatchObject({
    status: 409,
    body: { code: 'already-answered', accepted: { by: 'reseller', details } },
  });
});

test('nothing can be changed after the end', async () => {
  const customer = await reseller.customer();
  const completed = await reseller.place(customer.id, atHand());
  const cancelled = await reseller.place(customer.id);
  await mailbox.link(cancelled.orderId);
  await reseller.cancel(cancelled.orderId);
  const before = await Promise.all([reseller.ended(completed.orderId), reseller.ended(cancelled.orderId)]);

  for (const { orderId, state } of before) {
    const details = await reseller.answer(orderId, administrator('Late'));
    expect([state, details.status]).toEqual([state, 409]);
    const again = await reseller.sendAgain(orderId, { email: 'late@customer.example' });
    expect(again).toMatchObject({ status: 409, body: { code: 'order-state', state } });
  }
  expect(await reseller.cancel(completed.orderId)).toMatchObject({
    status: 409,
    body: { code: 'order-state', state: 'completed' },
  });
  expect(await Promise.all(before.map(({ orderId }) => reseller.order(orderId)))).toEqual(before);
});

test('what is malformed is refused at the API and changes nothing', async () => {
  const { orderId } = await waiting();
  const before = await reseller.order(orderId);
  const path = `/api/orders/${orderId}`;
  const pointers = async (call: string, body: unknown) => {
    const answer = await reseller.call('POST', `${path}/${call}`, { body });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid-request']);
    return answer.body.errors?.map(({ pointer }) => pointer);
  };
  const { email, ...nameless } = administrator();
  expect(await pointers('administrator', nameless)).toEqual(['/email']);
  expect(await pointers('administrator', { details: { ...nameless, email: `${email} ` } })).toEqual(['/details/email']);
  expect(await pointers('administrator', { ...nameless, email, birthday: 'x' })).toEqual(['/birthday']);
  expect(await pointers('information-request', { to: { email: 'nobody' } })).toEqual(['/to/email']);
  expect(await pointers('cancellation', { reason: 7 })).toEqual(['/reason']);
  expect(await reseller.order(orderId)).toEqual(before);
});

test('a bad message straight to the workflow is refused or ignored, and the order then completes as usual', async () => {
  const { orderId, link } = await waiting();
  await reseller.until(orderId, 'inquiring', ({ state }) => state === 'inquiring');
  const before = await reseller.order(orderId);
  const nonsense = [
    null,
    7,
    'x',
    [],
    {},
    { details: {} },
    { details: { ...administrator(), email: 'no' }, by: 'customer' },
  ];
  for (const message of nonsense) {
    await operator.workflow(orderId).signal('administratorDetails', message);
    await expect(operator.update(orderId, 'provideAdministratorDetails', message)).rejects.toMatchObject({
      cause: { type: 'InvalidMessage', nonRetryable: true },
    });
  }
  for (const signal of ['extendDeadline', 'resendInformationRequest', 'resumeOrder', 'cancelOrder', 'noSuchSignal']) {
    await operator.workflow(orderId).signal(signal, 'x');
  }
  await expect(operator.update(orderId, 'resumeOrder', { action: 'retry' })).rejects.toMatchObject({
    cause: { type: 'OrderNotHeld' },
  });
  expect(await reseller.order(orderId)).toEqual(before);
  expect(await mailbox.mails(orderId)).toHaveLength(1);

  await send(link, administrator());
  expect(await reseller.ended(orderId)).toMatchObject({ state: 'completed' });
});

test('an operator’s signal with good details is as good as the form', async () => {
  const { orderId } = await waiting();
  const details = administrator();
  await operator.workflow(orderId).signal('administratorDetails', details);
  expect(await reseller.ended(orderId)).toMatchObject({
    state: 'completed',
    administrator: { answeredBy: 'operator', details },
  });
});
