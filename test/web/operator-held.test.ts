/** What operators decide on their page about orders that are held. */
import type { Hold } from '../../workflows/contract/causes.ts';
import { useOperatorBrowser } from './support/operator-browser.ts';

const browser = useOperatorBrowser();

async function withHeldOrder() {
  const it = await browser();
  const { world } = it;
  const { orderId } = await world.order({ state: 'inProgress' });
  const hold: Hold = { cause: 'vendorUncertain', lineId: `${orderId}-1` };
  await world.store.worker.apply({
    ...{ orderId, key: 'held:1', state: 'held', event: { kind: 'orderHeld', hold }, by: 'system' },
    waitingOn: { who: 'operator', kind: 'decision', since: '2026-11-20T09:00:00.000Z', hold },
  });
  await it.signIn();
  const path = `/operator/orders/${orderId}`;
  const decide = (fields: Record<string, string>) => it.submit(`${path}/resolution`, fields, path);
  return { ...it, orderId, path, decide };
}

test('held orders are listed with a page each, which says why and has a form to decide', async () => {
  const { open, orderId, path } = await withHeldOrder();
  const { text } = await open('/operator');
  expect(text).toContain(`href="${path}"`);
  const page = await open(path);
  expect(page.status).toBe(200);
  expect(page.text).toContain(`${orderId}-1`);
  expect(page.text).toContain(`https://temporal.example/namespaces/default/workflows/order-${orderId}`);
  for (const action of ['retry', 'giveUp', 'adopt', 'remove']) expect(page.text).toContain(`value="${action}"`);
});

test('a decision reaches the order once under the key of its form, with who decided and why', async () => {
  const { decide, orderId, path, open, world } = await withHeldOrder();
  const sent = await decide({ key: 'k-1', action: 'adopt', subscriptionId: 's-1', reason: 'made by hand' });
  expect([sent.status, sent.location]).toEqual([303, `${path}?decision=accepted`]);
  const decision = { action: 'adopt', subscriptionId: 's-1', reason: 'made by hand', by: 'operator' };
  expect(world.decisions).toEqual([[orderId, { ...decision, operator: expect.any(String) }, 'k-1']]);
  expect((await open(sent.location ?? '')).text).toContain('has taken the decision');
});

test('a form that is wrong is shown again with what was typed, and the order hears nothing', async () => {
  const { decide, world } = await withHeldOrder();
  const missing = await decide({ action: 'adopt', reason: '' });
  expect(missing.status).toBe(422);
  expect(missing.text).toContain('Enter why you decide so');
  expect(missing.text).toContain('Enter the id of the subscription');
  const unwanted = await decide({ action: 'retry', subscriptionId: 's-9', reason: 'again <b>' });
  expect([unwanted.status, unwanted.text.includes('value="s-9"')]).toEqual([422, true]);
  expect(unwanted.text).toContain('value="again &lt;b&gt;"');
  expect(world.decisions).toEqual([]);
});

test('what the order refuses, or nobody answers, is said so', async () => {
  const { decide, open, world } = await withHeldOrder();
  world.nextMessage = { kind: 'notPossible', state: 'inProgress' };
  const refused = await decide({ action: 'retry', reason: 'again' });
  expect((await open(refused.location ?? '')).text).toContain('somebody else has decided');
  world.nextMessage = { kind: 'unavailable' };
  const away = await decide({ action: 'retry', reason: 'again' });
  expect((await open(away.location ?? '')).text).toContain('did not answer in time');
});

test('nobody decides without a session, or through a form from elsewhere', async () => {
  const { request, path, world, cookies, submit } = await withHeldOrder();
  const forged = await request(`${path}/resolution`, {
    method: 'POST',
    body: new URLSearchParams({ action: 'giveUp', reason: 'x' }),
    headers: { origin: 'https://elsewhere.example' },
  });
  expect(forged.status).toBe(403);
  await submit('/operator/sign-out', {}, '/operator');
  cookies.clear();
  expect((await request(path)).location).toBe('/operator/sign-in');
  expect((await request('/operator/orders/ZZZZZZZZZ0')).location).toBe('/operator/sign-in');
  expect(world.decisions).toEqual([]);
});
