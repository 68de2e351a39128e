import { useEdge } from './support/edge.ts';

const edge = useEdge();

async function asOperator() {
  const { world, call } = await edge();
  const { token } = await world.store.tokens.createOperatorToken('night shift');
  const authorization = `Bearer ${token}`;
  const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    call(method, `/api/operator/${path}`, body, { authorization, ...headers });
  const resolve = (orderId: string, body: unknown, key?: string) =>
    ask('POST', `orders/${orderId}/resolution`, body, key === undefined ? {} : { 'idempotency-key': key });
  return { world, call, ask, resolve };
}

test('operators find the held orders of all resellers page by page, the oldest first', async () => {
  const { world, ask } = await asOperator();
  const held = [await world.order({ state: 'held' }), await world.order({ state: 'held' })].map((one) => one.orderId);
  await world.order({ state: 'inProgress' });
  const seen: string[] = [];
  let cursor = '';
  do {
    const { json } = await ask('GET', `held-orders?limit=1${cursor && `&cursor=${cursor}`}`);
    seen.push(...json.items.map(({ orderId }: { orderId: string }) => orderId));
    cursor = json.nextCursor ?? '';
  } while (cursor !== '');
  // Other tests hold orders in the same database.
  expect(seen.filter((orderId) => held.includes(orderId))).toEqual(held);
  const { json } = await ask('GET', `orders/${held[0]}`);
  expect(json).toMatchObject({ orderId: held[0], resellerId: world.alpha, workflowId: `order-${held[0]}` });
});

test('a decision reaches the order with who decided and why, and under a key counts once', async () => {
  const { world, resolve } = await asOperator();
  const { orderId } = await world.order({ state: 'held' });
  const reason = 'the account was made by hand';
  const answer = await resolve(
    orderId,
    { action: 'adopt', subscriptionId: 's-1', lineId: `${orderId}-1`, reason },
    'k',
  );
  expect([answer.status, answer.json.orderId]).toEqual([202, orderId]);
  const decision = { by: 'operator', operator: 'night shift', action: 'adopt', subscriptionId: 's-1', reason };
  expect(world.decisions).toEqual([[orderId, { ...decision, lineId: `${orderId}-1` }, 'k']]);
});

test('who decided and why is read by operators and by nobody else', async () => {
  const { world, call, ask } = await asOperator();
  const { orderId } = await world.order({ state: 'held' });
  await world.store.worker.apply({
    orderId,
    key: 'resolved',
    state: 'inProgress',
    event: { kind: 'holdResolved', action: 'retry', operator: 'night shift', reason: 'access is mended' },
    by: 'operator',
  });
  const { json } = await ask('GET', `orders/${orderId}`);
  expect(json.timeline.at(-1)).toMatchObject({ operator: 'night shift', reason: 'access is mended' });
  const { text } = await call('GET', `/api/orders/${orderId}`);
  expect(text).toContain('holdResolved');
  expect(text).not.toMatch(/night shift|access is mended/);
});

test.each<[string, object, string]>([
  ['an action that there is not', { action: 'shrug', reason: 'why not' }, '/action'],
  ['no reason', { action: 'retry' }, '/reason'],
  ['an adoption of nothing', { action: 'adopt', reason: 'it is there' }, '/subscriptionId'],
  ['a retry of a subscription', { action: 'retry', reason: 'again', subscriptionId: 's' }, '/subscriptionId'],
])('%s is refused, and the order hears nothing', async (_what, body, pointer) => {
  const { world, resolve } = await asOperator();
  const { orderId } = await world.order({ state: 'held' });
  const { status, json } = await resolve(orderId, body);
  expect([status, json.code]).toEqual([400, 'invalid-request']);
  expect(json.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  expect(world.decisions).toEqual([]);
});

test('an order that is not held, or not there, is told as such', async () => {
  const { world, resolve } = await asOperator();
  const { orderId } = await world.order({ state: 'inProgress' });
  world.nextMessage = { kind: 'notPossible', state: 'inProgress' };
  const late = await resolve(orderId, { action: 'retry', reason: 'again' });
  expect([late.status, late.json.code, late.json.state]).toEqual([409, 'order-state', 'inProgress']);
  const nobody = await resolve('ZZZZZZZZZ0', { action: 'retry', reason: 'again' });
  expect([nobody.status, nobody.json.code]).toEqual([404, 'order-not-found']);
});
