/**
 * One kill -9 catches orders at every step. There are two products, one whose worker is killed alone, and one in which
 * worker, API and Temporal are killed together; both before the first test, since what a killed worker had in hand is
 * taken over only after half a minute.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { MESSAGES, workflowIdOf } from '../../workflows/contract/names.ts';
import type { LiveOrder } from '../../workflows/contract/order.ts';
import { until, useProduct } from '../support/processes.ts';
import { administrator, Dealings, type Details, type OrderSeen } from './dealings.ts';
import { expectCompletedOnce, ledgerOf } from './endings.ts';

jest.setTimeout(150_000);

/** An order whose customer has the mail. */
interface Asked {
  order: OrderSeen;
  link: string;
  details: Details;
}

async function asked(dealings: Dealings, customerId?: string): Promise<Asked> {
  const order = await dealings.buy(undefined, customerId);
  return { order, link: await dealings.link(order.orderId), details: administrator() };
}

const askedTimes = (count: number, dealings: Dealings) =>
  Promise.all(Array.from({ length: count }, () => asked(dealings)));

const one = useProduct();
const alone = new Dealings(one);
const ledgerOfOne = (orderId: string) => ledgerOf(one().database.url, orderId);

const MOMENTS = [
  'while the confirmation goes out',
  'before the account is created',
  'after the account is created, before its id is known',
] as const;
type Moment = (typeof MOMENTS)[number];
const MODES = ['asked for by mail', 'at hand'] as const;
const CASES = MOMENTS.flatMap((moment) => MODES.map((mode) => ({ moment, mode })));

/** The orders that the kill catches, by moment and mode. */
const caught = new Map<string, string>();
/** Their answers are on their way at the kill. */
let answering: (Asked & { accepted: boolean })[];

/** Sends two orders on to a moment: one by its customer's answer, one bought with the details at hand. */
async function sendTo(moment: Moment, { order, link, details }: Asked, customerId?: string): Promise<void> {
  const [atHand] = await Promise.all([alone.buy(administrator(), customerId), alone.answer(link, details)]);
  caught.set(`${moment}, asked for by mail`, order.orderId);
  caught.set(`${moment}, at hand`, atHand.orderId);
}

beforeAll(async () => {
  const confirmed = await asked(alone, 'cust-alpin');
  const [looking, creating] = [await asked(alone), await asked(alone)];
  answering = (await askedTimes(4, alone)).map((order) => ({ ...order, accepted: false }));

  await alone.armInbox({ fault: 'hang', times: 2, address: 'reto@alpin.example' });
  await sendTo('while the confirmation goes out', confirmed, 'cust-alpin');
  await alone.inboxStruck();
  await alone.arm({ operation: 'login', fault: 'hang', times: 2 });
  const questionInHand = await alone.watchVendor('HEAD');
  await sendTo('before the account is created', looking);
  await questionInHand(2);
  await alone.arm({ operation: 'create', fault: 'hangAfterCreate', times: 2 });
  const creationInHand = await alone.watchVendor('POST');
  await sendTo('after the account is created, before its id is known', creating);
  await creationInHand(2);

  const replies = answering.map(async (order) => {
    order.accepted = (await alone.answerOnce(order.link, order.details)) === 303;
  });
  await Promise.race(replies);
  await one().worker.kill();
  await one().worker.start();
  await Promise.all(replies);
}, 150_000);

const other = useProduct();
const together = new Dealings(other);
const ledgerOfOther = (orderId: string) => ledgerOf(other().database.url, orderId);

let provisioning: Asked[];
/** Their customers never learn what became of their answers. */
let unheard: Asked[];

beforeAll(async () => {
  provisioning = await askedTimes(4, together);
  unheard = await askedTimes(8, together);
  // The first two accounts come into being when everybody who asked for them is dead already.
  await together.arm({ operation: 'create', fault: 'delay', times: 2, delayMs: 1_500 });
  await together.arm({ operation: 'create', fault: 'hangAfterCreate', times: 2 });
  const inHand = await together.watchVendor('POST');
  for (const { link, details } of provisioning) await together.answer(link, details);
  await inHand(provisioning.length);

  const sent = unheard.map(async ({ link, details }, index) => {
    await sleep(index * 8);
    await together.answerOnce(link, details).catch(() => undefined);
  });
  await sleep(40);
  const { worker, api, temporal } = other();
  await Promise.all([worker.kill(), api.kill(), temporal.kill()]);
  await Promise.all(sent);
  await temporal.start();
  await Promise.all([worker.start(), api.start()]);
}, 150_000);

test.each(CASES)(
  'a worker killed with SIGKILL $moment, details $mode: the order ends as it would have, with one subscription, one charge and one confirmation mail (by Message-ID)',
  async ({ moment, mode }) => {
    await expectCompletedOnce(alone, caught.get(`${moment}, ${mode}`) ?? '', ledgerOfOne);
  },
);

test('a worker killed right after a customer’s answer was accepted: the answer is not lost; one without a reply counts once when it is sent again', async () => {
  expect(answering.filter(({ accepted }) => accepted).length).toBeGreaterThan(0);
  for (const { order, link, details, accepted } of answering) {
    if (!accepted) await alone.answer(link, details);
    const ended = await expectCompletedOnce(alone, order.orderId, ledgerOfOne);
    expect(ended.administrator.details).toMatchObject(details);
  }
});

test('worker, API and Temporal killed in the moment of provisioning after an answer: no orphan, and the order completes', async () => {
  for (const { order } of provisioning) await expectCompletedOnce(together, order.orderId, ledgerOfOther);
});

test('worker, API and Temporal killed while an answer arrives: the order completes, or is still waiting and the vendor holds nothing', async () => {
  for (const { order, link, details } of unheard) {
    if ((await live(order)).state === 'inquiring') {
      for (const { lineId } of order.lines) expect(await together.subscriptions(lineId)).toEqual([]);
      await together.answer(link, details);
    }
    await expectCompletedOnce(together, order.orderId, ledgerOfOther);
  }
});

/** As the workflow sees it, once it has seen everything that was kept. */
function live({ orderId }: OrderSeen): Promise<LiveOrder> {
  const handle = other().client.workflow.getHandle(workflowIdOf(orderId));
  return until(`order ${orderId} to answer`, () => handle.query<LiveOrder>(MESSAGES.getOrder));
}
