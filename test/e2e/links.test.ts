import { SignJWT } from 'jose';
import { LINK } from '../../workflows/contract/links.ts';
import { useProduct } from '../support/product.ts';
import { answer, fieldsOf, mailboxOf, open, type Page, send } from './mailbox.ts';
import { administrator, PRODUCT, resellerOf } from './reseller.ts';
import { vendorOf } from './vendor.ts';

const product = useProduct();
const reseller = resellerOf(product);
const other = resellerOf(product, 'otherResellerToken');
const mailbox = mailboxOf(product);
const vendor = vendorOf(product);

/** An order that waits for its customer, and the link in the customer's mail. */
async function waiting(more: object = {}) {
  const customer = await reseller.customer();
  const { orderId } = await reseller.place(customer.id, more);
  const link = await mailbox.link(orderId, customer.mailbox);
  await reseller.until(orderId, 'inquiring', ({ state }) => state === 'inquiring');
  return { orderId, link, customer };
}

const titleOf = ({ html }: Page) => /<h1>([^<]*)/.exec(html)?.[1] ?? '';

test('a mail scanner that follows the link, however often, changes nothing: the link still works', async () => {
  const { orderId, link } = await waiting();
  const before = await reseller.order(orderId);
  const visits = await Promise.all(Array.from({ length: 20 }, (_, i) => open(link, i % 2 ? 'HEAD' : 'GET')));
  expect(visits.map(({ status }) => status)).toEqual(Array(20).fill(200));
  await open(`${link}/receipt`);
  // As some scanners do: the form's address without the form, and with one that is empty.
  expect((await fetch(link, { method: 'POST' })).status).toBe(415);
  expect((await send(link, {})).status).toBe(422);
  expect(await reseller.order(orderId)).toEqual(before);

  expect((await answer(link, administrator())).status).toBe(200);
  expect(await reseller.ended(orderId)).toMatchObject({ state: 'completed' });
});

test('what is wrong with the form is said beside the field, and what was typed is kept', async () => {
  const { orderId, link } = await waiting();
  const refused = await send(link, { firstName: 'Ada', lastName: ' ', email: 'ada@', phone: '12', country: 'XX' });
  expect(refused.status).toBe(422);
  expect([...refused.html.matchAll(/id="(\w+)-error"/g)].map(([, field]) => field)).toEqual([
    'lastName',
    'email',
    'phone',
    'country',
  ]);
  expect(refused.html).toContain('value="ada@"');
  expect(fieldsOf(refused)).toHaveLength(7);
  const details = { ...administrator('<b>Ada</b>'), lastName: '"&amp;' };
  expect((await answer(link, details)).status).toBe(200);
  const order = await reseller.ended(orderId);
  // Whoever has the link later learns nobody's name from it.
  expect((await open(link)).html).not.toContain('Ada');
  expect(await vendor.held(order)).toMatchObject([{ fullname: `${details.firstName} ${details.lastName}` }]);
});

test('answered twice: the same answer gets the receipt again, another one learns what was accepted', async () => {
  const { orderId, link } = await waiting();
  const details = administrator('Ada');
  const first = await send(link, details);
  expect(first.status).toBe(303);
  expect(await send(link, details)).toMatchObject({ status: 303, location: first.location });
  const late = { ...administrator('Bob'), email: 'bob@e2e.example' };
  const refused = await send(link, late);
  expect(refused.status).toBe(409);
  expect(refused.html).toContain(details.email);
  expect(refused.html).not.toContain(late.email);

  await reseller.ended(orderId);
  expect(await send(link, details)).toMatchObject({ status: 303, location: first.location });
  expect((await send(link, late)).status).toBe(409);
  expect(await reseller.order(orderId)).toMatchObject({ administrator: { details } });
});

test('an altered link is broken, whichever part was altered, and so is one that another key signed', async () => {
  const { orderId, link } = await waiting();
  const cut = link.lastIndexOf('/') + 1;
  const [base, token] = [link.slice(0, cut), link.slice(cut)];
  const parts = token.split('.') as [string, string, string];
  const alter = (text: string, at: number) =>
    `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
  const altered = parts.flatMap((part, index) =>
    [0, Math.floor(part.length / 2), part.length - 1].map((at) => parts.with(index, alter(part, at)).join('.')),
  );
  const header = JSON.parse(Buffer.from(parts[0], 'base64url').toString()) as { alg: string; typ: string; kid: string };
  const claims = JSON.parse(Buffer.from(parts[1], 'base64url').toString()) as object;
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${parts[1]}.`;
  const forged = await new SignJWT({ ...claims }).setProtectedHeader(header).sign(Buffer.alloc(32, 'forged'));
  expect(header).toMatchObject({ alg: LINK.algorithm, typ: LINK.type });

  for (const wrong of [...altered, parts[0], parts.slice(0, 2).join('.'), unsigned, forged, 'x', `${token}x`]) {
    const page = await open(`${base}${wrong}`);
    expect([wrong, page.status, titleOf(page)]).toEqual([wrong, 404, 'This link does not work']);
    expect(page.html).not.toContain(orderId);
    expect((await send(`${base}${wrong}`, administrator())).status).toBe(404);
  }
  expect(await reseller.order(orderId)).toMatchObject({ state: 'inquiring' });
  expect((await open(link)).status).toBe(200);
});

test('sent again, to another contact: only the new link works, and only the new mailbox has it', async () => {
  const { orderId, link, customer } = await waiting();
  const before = await reseller.order(orderId);
  const colleague = `colleague.of.${customer.mailbox}`;
  expect((await reseller.sendAgain(orderId, { email: colleague, name: 'Cleo' })).status).toBe(202);
  const newLink = await mailbox.link(orderId, colleague);
  expect(newLink).not.toBe(link);
  await reseller.until(orderId, 'told', ({ timeline }) => (timeline?.length ?? 0) > (before.timeline?.length ?? 0));
  const pages = [await open(link), await send(link, administrator())];
  for (const page of pages) {
    expect([page.status, titleOf(page)]).toEqual([410, 'There is a newer link']);
    // Whoever has the old link may be the wrong person altogether.
    expect(page.html).not.toContain('Office 365 Backup');
  }
  expect(await mailbox.mails(orderId, customer.mailbox)).toHaveLength(1);
  expect((await answer(newLink, administrator())).status).toBe(200);
  await reseller.ended(orderId);
});

test('whom the reseller named instead of the admin contact is told of the end, as the page has promised', async () => {
  const { orderId, customer } = await waiting();
  const colleague = `colleague.of.${customer.mailbox}`;
  await reseller.sendAgain(orderId, { email: colleague });
  const receipt = await answer(await mailbox.link(orderId, colleague), administrator());
  expect(receipt.html).toContain('You get a mail when it is ready');
  await mailbox.arrived(orderId, 4);
  const told = (await mailbox.mails(orderId)).slice(2).map(({ to }) => to);
  expect(told.sort()).toEqual([colleague, 'orders@nordwind.example']);
});

test('the admin contact changes while the order waits: the reminder goes to the new one, with a link of its own', async () => {
  const { orderId, link, customer } = await waiting({ informationRequest: { deadline: 'PT1H', reminders: ['PT3S'] } });
  const before = await reseller.order(orderId);
  const successor = `successor.of.${customer.mailbox}`;
  const changed = await reseller.call('PUT', `/api/customers/${customer.id}/admin-contact`, {
    body: { name: 'New Admin', email: successor },
  });
  expect(changed.status).toBe(200);
  const newLink = await mailbox.link(orderId, successor);
  await reseller.until(orderId, 'told', ({ timeline }) => (timeline?.length ?? 0) > (before.timeline?.length ?? 0));
  expect(titleOf(await open(link))).toBe('There is a newer link');
  expect(await mailbox.mails(orderId, customer.mailbox)).toHaveLength(1);
  expect((await answer(newLink, administrator())).status).toBe(200);
  expect(await reseller.ended(orderId)).toMatchObject({ state: 'completed' });
});

test('cancelled while it waits: at once, the link is dead, everybody is told, and a second time is no error', async () => {
  const { orderId, link, customer } = await waiting();
  expect((await reseller.cancel(orderId)).status).toBe(202);
  const order = await reseller.ended(orderId);
  expect(order).toMatchObject({ state: 'cancelled' });
  expect(order.waitingOn).toBeUndefined();
  for (const page of [await open(link), await send(link, administrator())]) {
    expect([page.status, titleOf(page)]).toEqual([410, 'The order was cancelled']);
  }
  expect((await reseller.cancel(orderId)).status).toBe(202);
  await mailbox.arrived(orderId, 3);
  const told = (await mailbox.mails(orderId)).slice(1).map(({ to, subject }) => `${to}: ${subject}`);
  expect(told.sort()).toEqual([
    expect.stringMatching(new RegExp(`^${customer.mailbox}: The order was cancelled`)),
    expect.stringMatching(/^orders@nordwind.example: Your order was cancelled/),
  ]);
  expect(await vendor.held(order)).toEqual([]);
});

test('nobody answers: the order expires, its credit is free again, and a late answer changes nothing', async () => {
  const customer = await other.customer();
  // Takes 17,500 of the 20,000 that this reseller has.
  const large = { lines: [{ productId: PRODUCT, quantity: 5000 }] };
  const { orderId } = await other.place(customer.id, {
    ...large,
    informationRequest: { deadline: 'PT4S', reminders: [] },
  });
  const link = await mailbox.link(orderId, customer.mailbox);
  const tooMuch = await other.place(customer.id, large);
  expect(await other.ended(tooMuch.orderId)).toMatchObject({ state: 'rejected', cause: 'creditRefused' });

  const expired = await other.ended(orderId);
  expect(expired).toMatchObject({ state: 'expired', cause: 'customerNoResponse' });
  for (const page of [await open(link), await send(link, administrator())]) {
    expect([page.status, titleOf(page)]).toEqual([410, 'This link has expired']);
    expect(page.html).toContain('orders@southgate.example');
  }
  expect((await other.answer(orderId, administrator())).status).toBe(409);
  expect(await other.order(orderId)).toEqual(expired);
  expect(await vendor.held(expired)).toEqual([]);

  const next = await other.place(customer.id, large);
  await other.until(next.orderId, 'inquiring', ({ state }) => state === 'inquiring');
  await other.cancel(next.orderId);
});
