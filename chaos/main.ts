/** `npm run chaos`: hundreds of orders while everything fails, then a comparison of what all parts say of them. */
import { randomInt } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BOUND_MB, growthOf, type Sample, sampleOf } from './memory.ts';
import { faultInWords, type PartName, type PlanOptions, planOf } from './plan.ts';
import { differencesAsText, reportAsText } from './report.ts';
import { startChaos } from './run.ts';

const HELP = `Usage: npm run chaos [-- --seed N --orders N --faults N --minutes M --hours H]

Starts the product as processes (PostgreSQL, Temporal, mail inbox, vendor sandbox, two workers, two APIs), places orders of
all kinds while processes are killed, frozen and restarted and vendor and mail server misbehave, and then compares what
API, database, vendor, inbox and Temporal say of every order. Ends with 0 only if nothing differs.

  --seed N      draws the same plan again; default: a random one, which is printed
  --orders N    default 100
  --faults N    default one for four orders
  --minutes M   how long orders are placed; default a minute for a hundred
  --hours H     a soak: round after round until then, and the memory of no process grows by more than ${BOUND_MB} MB after
                its warm-up; worker-1, api-1, Temporal, inbox and vendor are frozen in it, and never killed
`;

/** Watched in a soak, so never killed in one. */
const SPARED: readonly PartName[] = ['worker-1', 'api-1', 'temporal', 'smtp', 'vendor'];
const REPORT_EVERY_MS = 5_000;

interface Options extends PlanOptions {
  hours: number;
}

function optionsOf(args: string[]): Options | 'help' {
  const text = { type: 'string' } as const;
  const options = { seed: text, orders: text, faults: text, minutes: text, hours: text } as const;
  const { values } = parseArgs({ args, options: { ...options, help: { type: 'boolean' } } });
  if (values.help) return 'help';
  const number = (name: keyof typeof options, otherwise: number, whole = true) => {
    const given = values[name] === undefined ? otherwise : Number(values[name]);
    if (Number.isFinite(given) && given >= 0 && (!whole || Number.isInteger(given))) return given;
    throw new Error(`--${name}: not ${whole ? 'a whole number' : 'a number'} from 0: ${values[name]}`);
  };
  const orders = number('orders', 100);
  const minutes = number('minutes', Math.max(0.2, orders / 100), false);
  return {
    ...{ seed: number('seed', randomInt(1_000_000_000)), orders, faults: number('faults', Math.ceil(orders / 4)) },
    ...{ lengthMs: minutes * 60_000, hours: number('hours', 0, false) },
  };
}

function commandOf({ orders, faults, lengthMs }: Omit<PlanOptions, 'seed'>, seed: number): string {
  const minutes = lengthMs / 60_000;
  return `npm run chaos -- --seed ${seed} --orders ${orders} --faults ${faults} --minutes ${minutes}`;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (options === 'help') {
    say(HELP);
    return;
  }
  const stopped = new AbortController();
  // Everybody who waits for anything listens to it.
  setMaxListeners(0, stopped.signal);
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stopped.abort(new Error('stopped')));
  const folder = mkdtempSync(join(tmpdir(), 'order-saga-chaos-'));
  const running: (() => Promise<unknown>)[] = [];
  say(`Seed ${options.seed}. Logs: ${folder}`);
  let clean = false;
  try {
    clean = await run(options, folder, running, stopped.signal);
  } catch (error) {
    if (!stopped.signal.aborted) throw error;
    say(`Stopped. The same again: ${commandOf(options, options.seed)}`);
  } finally {
    // Whoever still looks at orders and mails stops, too.
    stopped.abort();
    for (let stop = running.pop(); stop; stop = running.pop()) await stop().catch((error: Error) => say(error.message));
    if (clean) rmSync(folder, { recursive: true, force: true });
    process.exitCode = clean ? 0 : 1;
  }
}

async function run(
  { hours, ...options }: Options,
  folder: string,
  running: (() => Promise<unknown>)[],
  signal: AbortSignal,
): Promise<boolean> {
  const begun = Date.now();
  const chaos = await startChaos(folder, running, signal);
  const clock = () => new Date(Date.now() - begun).toISOString().slice(11, 19);
  const reporting = setInterval(() => say(`${clock()} ${chaos.progress()}`), REPORT_EVERY_MS);
  const samples: Sample[] = [];
  try {
    for (let round = 0; round === 0 || Date.now() - begun < hours * 3_600_000; round++) {
      const plan = planOf({ ...options, seed: options.seed + round, ...(hours > 0 && { spared: SPARED }) });
      writeFileSync(join(folder, `plan-${plan.seed}.json`), JSON.stringify(plan, null, 2));
      say(`Plan of seed ${plan.seed}: ${plan.orders.length} orders, ${plan.faults.length} faults`);
      for (const fault of plan.faults) say(`  ${(fault.at / 1000).toFixed(1).padStart(6)} s  ${faultInWords(fault)}`);
      const report = await chaos.round(plan);
      say(reportAsText(report));
      if (report.differences.length > 0) {
        say(differencesAsText(report));
        say(`The same again: ${commandOf(options, plan.seed)}`);
        return false;
      }
      const at = Date.now();
      samples.push(...Object.entries(chaos.pids()).flatMap(([part, pid]) => sampleOf(part, pid, at) ?? []));
    }
  } finally {
    clearInterval(reporting);
  }
  const growths = growthOf(samples);
  for (const { part, mbPerHour, grownMb, tooMuch } of growths) {
    say(`${part}: ${grownMb.toFixed(1)} MB, ${mbPerHour.toFixed(1)} MB an hour${tooMuch ? ': too much' : ''}`);
  }
  return !growths.some(({ tooMuch }) => tooMuch);
}

main().catch((error: Error) => {
  process.stderr.write(`chaos: ${error.stack ?? error.message}\n`);
  process.exitCode = 1;
});
