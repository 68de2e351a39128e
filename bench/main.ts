/**
 * `npm run bench`: the product's saga beside a naive one and the floor, then the pages of the control panel. Of the sagas
 * ratios count; absolute figures are this machine's.
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import type { Rush } from './bench.ts';
import { CONTENDERS, type Contender, FLOOR, NAIVE, PRODUCT } from './contenders.ts';
import { withBench } from './engine.ts';
import { medianOf, tableOf } from './figures.ts';
import { measurePages } from './pages.ts';

const HELP = `Usage: npm run bench [-- --rounds N | --pages]

On one server and in one run: the product's saga, a naive saga as the published samples write it, and an empty workflow
with the same wait (the floor), with ports that do nothing. N rounds (default 5), each contender in turn. Then, and with --pages only: the server time of
the control panel's pages with 10,000 customers and 10,000 orders in the embedded database.
`;

const AT_ONCE = 50;
const LONE_ORDERS = 15;
const WAITING = { before: 200, after: 1200 };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      help: { type: 'boolean' },
      memory: { type: 'boolean' },
      pages: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  if (values.memory) {
    await measureMemory();
    return;
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds: a whole number from 1, not ${values.rounds}`);
  if (!values.pages) {
    await compare(rounds);
    console.log();
  }
  console.log(await measurePages());
}

async function compare(rounds: number): Promise<void> {
  const rushes = new Map<Contender, Rush[]>(CONTENDERS.map((contender) => [contender, []]));
  const lone = new Map<Contender, number[]>(CONTENDERS.map((contender) => [contender, []]));
  const events = new Map<Contender, [byMail: number, atHand: number | undefined]>();
  await withBench(async (bench) => {
    process.stderr.write('Warming up …\n');
    for (const contender of CONTENDERS) await bench.rush(contender, AT_ONCE);
    for (let round = 1; round <= rounds; round++) {
      process.stderr.write(`Round ${round} of ${rounds} …\n`);
      for (const contender of CONTENDERS) rushes.get(contender)?.push(await bench.rush(contender, AT_ONCE));
      for (const contender of CONTENDERS) {
        for (let order = 0; order < LONE_ORDERS; order++)
          lone.get(contender)?.push(await bench.answerToDone(contender));
      }
    }
    for (const contender of CONTENDERS) {
      const atHand = contender === FLOOR ? undefined : await bench.eventsAtHand(contender);
      events.set(contender, [await bench.eventsByMail(contender), atHand]);
    }
  });
  process.stderr.write('Memory of a waiting order …\n');
  const kib = Number(execFileSync(process.execPath, [import.meta.filename, '--memory'], { encoding: 'utf8' }));

  const figure = (contender: Contender, of: (rush: Rush) => number) => medianOf((rushes.get(contender) ?? []).map(of));
  const row = (name: string, of: (contender: Contender) => number | undefined, digits: number) =>
    [name, ...CONTENDERS.map((contender) => of(contender)?.toFixed(digits) ?? '–')] as string[];
  const speed = (contender: Contender) => figure(contender, (rush) => rush.ordersPerSecond);
  // Round by round, so that a machine that slows down half-way slows both.
  const ratio = (other: Contender) =>
    medianOf(
      (rushes.get(PRODUCT) ?? []).map(
        (rush, at) => rush.ordersPerSecond / (rushes.get(other)?.[at]?.ordersPerSecond ?? Number.NaN),
      ),
    ).toFixed(2);
  console.log(
    tableOf([
      [`medians of ${rounds} rounds`, ...CONTENDERS.map(({ name }) => name)],
      row(`orders/s, ${AT_ONCE} at once`, speed, 1),
      ['product ÷ this one', '1', ratio(NAIVE), ratio(FLOOR)],
      row('answer to done, ms, an order alone', (contender) => medianOf(lone.get(contender) ?? []), 1),
      row('events, e-mail option', (contender) => events.get(contender)?.[0], 0),
      row('events, details at hand', (contender) => events.get(contender)?.[1], 0),
      row('CPU of the server, ms an order', (contender) => figure(contender, (rush) => rush.serverCpu), 1),
      row('CPU of worker and client, ms an order', (contender) => figure(contender, (rush) => rush.workerCpu), 1),
      ['worker memory, KiB a waiting order', kib.toFixed(0), '–', '–'],
    ]),
  );
}

/** In a process of its own, in which nothing else was run before. Prints KiB an order. */
async function measureMemory(): Promise<void> {
  await withBench(async (bench) => {
    await bench.leaveWaiting(PRODUCT, WAITING.before);
    const before = await settledMemory();
    await bench.leaveWaiting(PRODUCT, WAITING.after - WAITING.before);
    const after = await settledMemory();
    process.stdout.write(`${(after - before) / 1024 / (WAITING.after - WAITING.before)}\n`);
  });
  process.exit();
}

/** Resident memory once the collectors have had time to run: the workflows live in threads of their own. */
async function settledMemory(): Promise<number> {
  let lowest = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 20; look++) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    lowest = Math.min(lowest, process.memoryUsage.rss());
  }
  return lowest;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
