/** What a service of the reseller's sees and does when the vendor has refused some of the details. */
import { correcting, IN_USE, refuse, TOO_LONG } from './support/corrections.ts';
import { useEdge } from './support/edge.ts';
import { ADA, GRACE, type World } from './support/world.ts';

const edge = useEdge();

const DETAILS = { ...ADA, companyName: 'Engines' };
const path = (orderId: string) => `/api/orders/${orderId}/administrator`;

/** The reseller gave the details, and is asked to correct them. */
async function refusedOfReseller(world: World, corrections = [IN_USE]): Promise<string> {
  const { orderId } = await world.asking();
  await refuse(world, orderId, { by: 'reseller', details: DETAILS, corrections });
  return orderId;
}

test('an order says which fields the vendor refused and why, and its details are those that were refused', async () => {
  const { call, world } = await edge();
  const orderId = await refusedOfReseller(world, [IN_USE, TOO_LONG]);
  const { json } = await call('GET', `/api/orders/${orderId}`);
  expect(json).toMatchObject({
    state: 'inquiring',
    waitingOn: { who: 'reseller', kind: 'correction', corrections: [IN_USE, TOO_LONG] },
    administrator: { details: DETAILS, answeredBy: 'reseller' },
  });
  expect(json.waitingOn.what).toContain('corrected');
  expect(json.waitingOn.then).toBe('the order ends, and what could not be set up is not charged');
});

test('while the customer is asked to correct, the wait says that it is for a correction', async () => {
  const { call, world } = await edge();
  const { orderId } = await correcting(world);
  const { waitingOn } = (await call('GET', `/api/orders/${orderId}`)).json;
  expect(waitingOn).toMatchObject({ who: 'customer', kind: 'administratorDetails', corrections: [IN_USE] });
  expect(waitingOn.what).toContain('corrected');
});

test('corrected details are taken, as an answer to the question that is open', async () => {
  const { call, world } = await edge();
  const orderId = await refusedOfReseller(world);
  const { status, json } = await call('POST', path(orderId), GRACE);
  expect([status, json.state]).toEqual([202, 'pending']);
  expect(world.answers).toEqual([{ details: GRACE, by: 'reseller', round: 2 }]);
});

test('corrected details never read as refused ones that are still asked for, even before the record follows', async () => {
  const { call, world } = await edge();
  world.recordFollows = false;
  const orderId = await refusedOfReseller(world);
  const { json } = await call('POST', path(orderId), GRACE);
  expect([json.state, json.waitingOn, json.administrator]).toEqual(['pending', undefined, { mode: 'email' }]);
});

test('details in which every refused field is as it was are refused, with the reasons, and nothing is changed', async () => {
  const { call, world } = await edge();
  const orderId = await refusedOfReseller(world, [IN_USE, TOO_LONG]);
  const before = await world.read(orderId);
  for (const body of [DETAILS, { details: { ...DETAILS, firstName: 'Augusta' } }]) {
    const { status, json } = await call('POST', path(orderId), body);
    expect([status, json.code, json.corrections]).toEqual([422, 'details-refused', [IN_USE, TOO_LONG]]);
  }
  expect([await world.read(orderId), world.answers]).toEqual([before, []]);
});

test('either name may be changed where one is refused: a vendor may take both as one', async () => {
  const { call, world } = await edge();
  const orderId = await refusedOfReseller(world, [{ field: 'firstName', code: 'tooLong', said: 'full name' }]);
  expect((await call('POST', path(orderId), { ...DETAILS, email: GRACE.email })).status).toBe(422);
  expect((await call('POST', path(orderId), { ...DETAILS, lastName: 'L' })).status).toBe(202);
});

test.each([true, false])(
  'a correction whose answer was lost is the same message when it is sent again; the record follows: %s',
  async (follows) => {
    const { call, world } = await edge();
    world.recordFollows = follows;
    const orderId = await refusedOfReseller(world);
    world.lost.add('provideAdministrator');
    const lost = await call('POST', path(orderId), GRACE);
    expect([lost.status, lost.json.safeToRepeat]).toEqual([503, true]);
    expect((await call('POST', path(orderId), GRACE)).status).toBe(202);
    const [first, second] = world.answers;
    expect(second).toEqual(first);
  },
);
