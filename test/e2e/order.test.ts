import { useProduct } from '../support/product.ts';
import { answer, fieldsOf, linksIn, mailboxOf, open, send } from './mailbox.ts';
import { clearText, failuresIn, useOperator } from './operator.ts';
import { administrator, atHand, orderFor, PRODUCT, resellerOf } from './reseller.ts';
import { vendorOf } from './vendor.ts';

const product = useProduct();
const reseller = resellerOf(product);
const mailbox = mailboxOf(product);
const vendor = vendorOf(product);
const operator = useOperator(product);

const RESELLERS_MAILBOX = 'orders@nordwind.example';

test('an order by e-mail goes from Buy to an active subscription', async () => {
  const customer = await reseller.customer();
  const details = { ...administrator('Ada'), phone: '0049 30 123456', country: 'DE' };
  const bought = await reseller.buy(
    orderFor(customer.id, { lines: [{ productId: PRODUCT, quantity: 25 }], purchaseOrderNumber: 'PO-7' }),
  );
  expect(bought.status).toBe(202);
  const { orderId } = bought.body;
  expect(bought.headers.get('location')).toBe(`/api/orders/${orderId}`);
  expect(bought.body).toMatchObject({ customerId: customer.id, lines: [{ productId: PRODUCT, quantity: 25 }] });

  const link = await mailbox.link(orderId, customer.mailbox);
  const asked = await reseller.until(orderId, 'inquiring', ({ state }) => state === 'inquiring');
  expect(asked.waitingOn).toMatchObject({ who: 'customer', until: expect.any(String), then: expect.any(String) });
  const form = await open(link);
  expect(form.status).toBe(200);
  expect(fieldsOf(form)).toEqual(['firstName', 'lastName', 'email', 'phone', 'companyName', 'country', 'language']);
  expect(form.html).toContain('Nordwind IT');
  expect(form.html).toContain('25 seats');

  const receipt = await answer(link, details);
  expect(receipt.status).toBe(200);
  const order = await reseller.ended(orderId);
  expect(order).toMatchObject({ state: 'completed', purchaseOrderNumber: 'PO-7', lines: [{ state: 'active' }] });
  expect(order.waitingOn).toBeUndefined();
  expect(order.administrator).toMatchObject({ answeredBy: 'customer', details: { phone: '+4930123456' } });

  const [held, ...others] = await vendor.held(order);
  expect(others).toEqual([]);
  expect(held).toMatchObject({ login: details.email, fullname: 'Ada Lovelace', seats: 25, enabled: true });
  expect(held?.id).toBe(order.lines[0]?.subscriptionId);

  await mailbox.arrived(orderId, 3);
  const [request, ...told] = await mailbox.mails(orderId);
  expect(request).toMatchObject({ to: customer.mailbox });
  expect(told.map(({ to }) => to).sort()).toEqual([customer.mailbox, RESELLERS_MAILBOX].sort());
  expect(told.find(({ to }) => to === RESELLERS_MAILBOX)?.text).toContain('Billing has begun');
  expect(told.flatMap(linksIn)).toEqual([]);

  const timeline = order.timeline ?? [];
  expect(timeline.map(({ by }) => by)).toEqual(['reseller', 'system', 'system', 'system']);
  expect(timeline.map(({ at }) => at)).toEqual(timeline.map(({ at }) => at).sort());
});

test('with the details at hand nobody is asked', async () => {
  const customer = await reseller.customer();
  const details = administrator();
  const { orderId } = await reseller.place(customer.id, atHand(details));
  const order = await reseller.ended(orderId);
  expect(order).toMatchObject({ state: 'completed', lines: [{ state: 'active' }] });
  expect(await vendor.held(order)).toMatchObject([{ login: details.email, seats: 10 }]);
  await mailbox.arrived(orderId, 2);
  expect((await mailbox.mails(orderId)).flatMap(linksIn)).toEqual([]);
});

test('two lines become two subscriptions, and the order is complete when both are active', async () => {
  const customer = await reseller.customer();
  const { orderId } = await reseller.place(customer.id, {
    ...atHand(),
    lines: [
      { productId: PRODUCT, quantity: 10 },
      { productId: 'veritas-google-backup', quantity: 3 },
    ],
  });
  const order = await reseller.ended(orderId);
  expect(order).toMatchObject({ state: 'completed', lines: [{ state: 'active' }, { state: 'active' }] });
  const held = await vendor.held(order);
  expect(held.map(({ seats, product: sold }) => [seats, sold]).sort()).toEqual([
    [10, `${PRODUCT}-standard`],
    [3, 'veritas-google-backup-standard'],
  ]);
});

test('an order costs at most 20 events by e-mail and 14 with the details at hand', async () => {
  const customer = await reseller.customer();
  const byMail = await reseller.place(customer.id);
  const direct = await reseller.place(customer.id, atHand());
  await send(await mailbox.link(byMail.orderId), administrator());
  await Promise.all([byMail, direct].map(({ orderId }) => operator.workflow(orderId).result()));
  expect((await operator.events(byMail.orderId)).length).toBeLessThanOrEqual(20);
  expect((await operator.events(direct.orderId)).length).toBeLessThanOrEqual(14);
});

/** Logs in to the panel: what a browser keeps, and what its forms carry. */
async function panelSecrets(): Promise<string[]> {
  const { panelUrl, cmpAccount } = product.file;
  const cookieOf = (response: Response) => response.headers.get('set-cookie')?.match(/^[^;]+/)?.[0] ?? '';
  const csrfOf = async (response: Response) => (await response.text()).match(/name="csrf" value="([^"]+)"/)?.[1] ?? '';
  const login = await fetch(`${panelUrl}/login`);
  const cookie = cookieOf(login);
  const csrf = await csrfOf(login);
  const headers = { cookie, origin: new URL(panelUrl).origin };
  const enter = (password: string) =>
    fetch(`${panelUrl}/login`, {
      method: 'POST',
      redirect: 'manual',
      headers,
      body: new URLSearchParams({ csrf, email: cmpAccount.email, password }),
    });
  expect((await enter(`${cmpAccount.password}?`)).status).toBe(422);
  const entered = await enter(cmpAccount.password);
  expect(entered.status).toBe(303);
  const session = cookieOf(entered);
  const inside = await csrfOf(await fetch(`${panelUrl}/cart?of=${cmpAccount.email}`, { headers: { cookie: session } }));
  const values = [cookie, session].map((one) => one.slice(one.indexOf('=') + 1));
  return [...values, csrf, inside, cmpAccount.email, cmpAccount.password];
}

test('neither history nor log knows a secret: no link, no password, no token, no signing key', async () => {
  const customer = await reseller.customer();
  const details = { ...administrator('Adelheid'), lastName: 'Lovelace-Planted', phone: '+4930987654321' };
  const { email, phone, lastName } = details;
  const { orderId } = await reseller.place(customer.id);
  const link = await mailbox.link(orderId);
  await open(link);
  await answer(link, details);
  await operator.workflow(orderId).result();

  // The vendor refuses another order, and says all that it was told.
  const other = { ...details, email: `second.${email}` };
  const reason = `${other.email} ${phone} ${lastName} sandbox-only`;
  await vendor.fault({ operation: 'create', fault: 'refuseField', field: 'phone', reason });
  const refused = await reseller.place(customer.id, atHand(other));
  await reseller.until(refused.orderId, 'back with the reseller', ({ waitingOn }) => waitingOn?.kind === 'correction');
  // The mail server refuses an address, and quotes it.
  await mailbox.fault({ fault: 'refuse', address: customer.mailbox });
  const unsent = await reseller.place(customer.id);
  await reseller.until(unsent.orderId, 'without a contact', ({ waitingOn }) => waitingOn?.kind === 'otherContact');

  // Everything, in every place where it does not belong.
  const panel = await panelSecrets();
  const token = link.slice(link.lastIndexOf('/') + 1);
  const { linkKeys } = JSON.parse(product.read('secrets.json')) as { linkKeys: string };
  const keys = linkKeys.split(',').map((key) => key.slice(key.indexOf(':') + 1));
  const secrets = [token, token.split('.')[2] as string, 'sandbox-only', product.file.token, ...keys, ...panel];
  const personal = [email, other.email, phone, lastName, customer.mailbox];
  for (const value of [...secrets, ...personal].map(encodeURIComponent)) {
    await reseller.call('GET', `/api/orders/${value}?state=${value}`);
    await reseller.call('POST', `/api/${value}`, { body: `{"${value}`, headers: { 'idempotency-key': value } });
    await open(`${link.slice(0, -token.length)}${value}`);
    await fetch(product.file.apiUrl, {
      headers: { authorization: `Bearer ${value}`, traceparent: value, cookie: value },
    });
  }

  const planted = [...secrets, ...personal];
  const histories = await Promise.all([orderId, refused.orderId, unsent.orderId].map(operator.events));
  const history = clearText(histories.flat());
  // It is in clear, or what follows would say nothing.
  expect(history).toContain(email);
  for (const secret of secrets) expect(history).not.toContain(secret);
  for (const id of [orderId, refused.orderId, unsent.orderId]) {
    const failures = failuresIn(await operator.events(id));
    if (id === refused.orderId) expect(failures).toContain('the vendor refused the data');
    const visible = failures + (await operator.visible(id)) + JSON.stringify((await reseller.order(id)).timeline);
    for (const value of planted) expect(visible).not.toContain(value);
  }

  const logs = product.logs();
  expect(logs).toContain('/complete/');
  for (const value of planted) expect(logs).not.toContain(value);
}, 60_000);
