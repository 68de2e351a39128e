/** What the panel and the API's documentation say of cancelling is what the workflow does. */
import { VendorMisconfigured } from '../../activities/vendors/port.ts';
import { words as stateWords } from '../../web/order-words/states.ts';
import { words as actionWords } from '../../web/panel/orders/action-words.ts';
import { LOCALES } from '../../web/site/locale.ts';
import { ORDER_STATES } from '../../workflows/contract/states.ts';
import { AT_HAND, anOrder } from '../support/doubles.ts';
import { type OrderHandle, type Run, useSaga } from '../support/saga.ts';
import { useEdge } from '../web/support/edge.ts';

const saga = useSaga();
const edge = useEdge();

async function waiting({ start, until }: Run): Promise<OrderHandle> {
  const handle = await start(anOrder());
  await until(handle, ({ state }) => state === 'inquiring');
  return handle;
}

async function held({ start, until, world }: Run): Promise<OrderHandle> {
  world.vendor.after.planned.push(new VendorMisconfigured('the role was withdrawn'));
  const handle = await start(anOrder({ administrator: AT_HAND }));
  await until(handle, ({ state }) => state === 'held');
  return handle;
}

let answer: () => void = () => {};

/** The vendor answers when the test says so. */
async function provisioning({ start, until, world }: Run): Promise<OrderHandle> {
  answer = world.vendor.holdUp();
  const handle = await start(anOrder({ administrator: AT_HAND }));
  await until(handle, () => world.vendor.calls.length > 0);
  return handle;
}

test.each([
  ['waits for the customer', waiting, true],
  ['is on hold', held, true],
  ['provisioning has begun', provisioning, false],
])('the API’s documentation of a cancellation says what holds: %s', (stage, reach, possible) =>
  saga(async (run) => {
    const handle = await reach(run);
    if (possible) await run.update(handle, 'cancelOrder', { by: 'reseller' });
    else expect((await run.refused(handle, 'cancelOrder', { by: 'reseller' })).type).toBe('OrderTooFarToCancel');
    answer();
    expect((await handle.result()).state).toBe(possible ? 'cancelled' : 'completed');

    const { json } = await (await edge()).call('GET', '/api/openapi.json');
    const { description } = json.paths['/api/orders/{orderId}/cancellation'].post;
    const sentences: string[] = description.split(/(?<=\.) /);
    const about = sentences.find((sentence) => sentence.includes(stage)) ?? '';
    expect([stage, about.includes('At once'), about.includes('refused')]).toEqual([stage, possible, !possible]);
  }),
);

test('an order on hold ends as the panel’s page says before it is cancelled', () =>
  saga(async (run) => {
    const handle = await held(run);
    await run.update(handle, 'cancelOrder', { by: 'reseller' });
    const { state } = await handle.result();
    for (const locale of LOCALES) {
      const [outcome = ''] = actionWords[locale].cancel.means.undo;
      const named = ORDER_STATES.filter((one) => outcome.includes(stateWords[locale].states[one].name.toLowerCase()));
      expect([locale, named]).toEqual([locale, [state]]);
    }
  }));
