/** The product's saga beside a naive one and the floor, in one run. Ratios count; absolute figures are this machine's. */
import type { History, Rush } from './bench.ts';
import { CONTENDERS, type Contender, FLOOR, PRODUCT } from './contenders.ts';
import { withBench } from './engine.ts';
import { medianOf } from './figures.ts';
import type { Report, Say } from './report.ts';

const AT_ONCE = 50;
const LONE_ORDERS = 15;

interface Measured {
  rushes: Rush[];
  lone: number[];
  byMail?: { waiting: History; ended: History };
  atHand?: History;
}

export async function measureSagas(rounds: number, say: Say): Promise<Report> {
  const all = new Map<Contender, Measured>(CONTENDERS.map((contender) => [contender, { rushes: [], lone: [] }]));
  await withBench(async (bench) => {
    say('Sagas: warming up …');
    for (const contender of CONTENDERS) await bench.rush(contender, AT_ONCE);
    for (let round = 1; round <= rounds; round++) {
      say(`Sagas: round ${round} of ${rounds} …`);
      for (const [contender, { rushes }] of all) rushes.push(await bench.rush(contender, AT_ONCE));
      for (const [contender, { lone }] of all) {
        for (let order = 0; order < LONE_ORDERS; order++) lone.push(await bench.answerToDone(contender));
      }
    }
    for (const [contender, measured] of all) {
      measured.byMail = await bench.historyByMail(contender);
      if (contender !== FLOOR) measured.atHand = await bench.historyAtHand(contender);
    }
  });
  const of = (contender: Contender) => all.get(contender) as Measured;
  // Round by round, so that a machine that slows down half-way slows both.
  const ratioTo = (other: Contender) =>
    medianOf(
      of(PRODUCT).rushes.map(
        (rush, at) => rush.ordersPerSecond / (of(other).rushes[at]?.ordersPerSecond ?? Number.NaN),
      ),
    );
  const figures = CONTENDERS.map((contender) => {
    const { rushes, lone, byMail, atHand } = of(contender);
    return {
      name: contender.name,
      ordersPerSecond: medianOf(rushes.map((rush) => rush.ordersPerSecond)),
      productDividedByThis: contender === PRODUCT ? 1 : ratioTo(contender),
      answerToDoneMs: medianOf(lone),
      ...{ byMail, atHand },
      serverCpuMs: medianOf(rushes.map((rush) => rush.serverCpu)),
      workerCpuMs: medianOf(rushes.map((rush) => rush.workerCpu)),
    };
  });
  type Figures = (typeof figures)[number];
  const row = (name: string, value: (figures: Figures) => number | undefined, digits: number) => [
    name,
    ...figures.map((one) => value(one)?.toFixed(digits) ?? '–'),
  ];
  return {
    rows: [
      [`sagas, medians of ${rounds} rounds`, ...CONTENDERS.map(({ name }) => name)],
      row(`orders/s, ${AT_ONCE} at once`, (one) => one.ordersPerSecond, 1),
      row('product ÷ this one', (one) => one.productDividedByThis, 2),
      row('answer to done, ms, an order alone', (one) => one.answerToDoneMs, 1),
      row('events, e-mail option', (one) => one.byMail?.ended.events, 0),
      row('events, details at hand', (one) => one.atHand?.events, 0),
      row('history of an order that waits, bytes', (one) => one.byMail?.waiting.bytes, 0),
      row('history at the end, e-mail option, bytes', (one) => one.byMail?.ended.bytes, 0),
      row('CPU of the server, ms an order', (one) => one.serverCpuMs, 1),
      row('CPU of worker and client, ms an order', (one) => one.workerCpuMs, 1),
    ],
    figures: { rounds, contenders: figures },
  };
}
