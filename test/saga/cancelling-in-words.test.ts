/** What the panel and the API's documentation say of cancelling is what the workflow does. */
import { VendorMisconfigured } from '../../activities/vendors/port.ts';
import { words as stateWords } from '../../web/order-words/states.ts';
import { words as actionWords } from '../../web/panel/orders/action-words.ts';
import { LOCALES } from '../../web/site/locale.ts';
import { RULES } from '../../workflows/contract/order.ts';
import { ORDER_STATES, type OrderStateName } from '../../workflows/contract/states.ts';
import { AT_HAND, anOrder, weather } from '../support/doubles.ts';
import { type OrderHandle, type Run, useSaga } from '../support/saga.ts';
import { useEdge } from '../web/support/edge.ts';

const saga = useSaga();
const edge = useEdge();

async function waiting({ start, until }: Run): Promise<OrderHandle> {
  const handle = await start(anOrder());
  await until(handle, ({ state }) => state === 'inquiring');
  return handle;
}

async function held({ start, until, world }: Run, rules?: number): Promise<OrderHandle> {
  world.vendor.after.planned.push(new VendorMisconfigured('the role was withdrawn'));
  const handle = await start(anOrder({ administrator: AT_HAND, ...(rules && { rules }) }));
  await until(handle, ({ state }) => state === 'held');
  return handle;
}

/** What the API's documentation says of cancelling, from the first sentence that has these words. */
async function said(words: string): Promise<string> {
  const { json } = await (await edge()).call('GET', '/api/openapi.json');
  const { description } = json.paths['/api/orders/{orderId}/cancellation'].post;
  const sentences: string[] = description.split(/(?<=\.) /);
  return sentences.slice(sentences.findIndex((sentence) => sentence.includes(words))).join(' ');
}

/** The states that a text names, in its order. */
function statesIn(text: string, nameOf: (state: OrderStateName) => string): OrderStateName[] {
  const places = ORDER_STATES.map((state) => ({ state, at: text.indexOf(nameOf(state)) }));
  return places
    .filter(({ at }) => at >= 0)
    .sort((one, other) => one.at - other.at)
    .map(({ state }) => state);
}

test.each([
  ['waits for the customer', waiting],
  ['is on hold', held],
])('the API’s documentation of a cancellation says what holds: %s', (stage, reach) =>
  saga(async (run) => {
    const handle = await reach(run);
    await run.update(handle, 'cancelOrder', { by: 'reseller' });
    expect((await handle.result()).state).toBe('cancelled');
    expect(await said(stage)).toMatch(/^At once .* ends `cancelled`/);
  }),
);

/** Nothing is removed at the vendor until the test says so. */
function holdRemoval(vendor: Run['world']['vendor']): () => void {
  const remove = vendor.remove.bind(vendor);
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  vendor.remove = async (...given) => {
    await gate;
    return remove(...given);
  };
  return open;
}

test('cancelled while provisioning, an order goes through the states that the API’s documentation and the panel name', () =>
  saga(async (run) => {
    const { start, update, until, world } = run;
    const answer = world.vendor.holdUp();
    world.vendor.after.planned.push(weather());
    const removed = holdRemoval(world.vendor);
    const handle = await start(anOrder({ rules: RULES, administrator: AT_HAND }));
    await until(handle, () => world.vendor.calls.length > 0);
    await update(handle, 'cancelOrder', { by: 'reseller' });
    await update(handle, 'cancelOrder', { by: 'reseller' });
    await until(handle, () => world.record.keys.includes('assessing'));
    const seen = [world.record.state];
    answer();
    seen.push((await until(handle, ({ waitingOn }) => waitingOn?.kind === 'removal')).state);
    removed();
    seen.push((await handle.result()).state);

    const documented = statesIn(await said('provisioning has begun'), (state) => `\`${state}\``);
    expect(documented).toEqual([...seen, 'completed']);
    for (const locale of LOCALES) {
      const nameOf = (state: OrderStateName) => stateWords[locale].states[state].name.toLowerCase();
      const sentences = actionWords[locale].cancel.means.provisioning;
      expect([locale, sentences.flatMap((sentence) => statesIn(sentence, nameOf))]).toEqual([
        locale,
        [seen.at(-1), 'completed', 'held'],
      ]);
    }
  }));

test.each([
  ['', undefined],
  [', by the rules of new orders, too', RULES],
])('an order on hold ends as the panel’s page says before it is cancelled%s', (_, rules) =>
  saga(async (run) => {
    const handle = await held(run, rules);
    await run.update(handle, 'cancelOrder', { by: 'reseller' });
    const { state } = await handle.result();
    for (const locale of LOCALES) {
      const [outcome = ''] = actionWords[locale].cancel.means.undo;
      expect([locale, statesIn(outcome, (one) => stateWords[locale].states[one].name.toLowerCase())]).toEqual([
        locale,
        [state],
      ]);
    }
  }),
);
