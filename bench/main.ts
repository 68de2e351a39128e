/** `npm run bench`: what the product costs and carries, section by section. */
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { type ClusterOptions, measureCluster } from './cluster/section.ts';
import { tableOf } from './figures.ts';
import { measureMemory } from './memory.ts';
import { measurePages } from './pages.ts';
import { measureProduct, type ProductOptions } from './product/section.ts';
import type { Report, Say } from './report.ts';
import { measureSagas } from './saga.ts';

const HELP = `Usage: npm run bench [-- SECTION … --rounds N --orders N --database embedded|server --json]

Sections, each in turn; without any named, the first four (about 12 minutes on two free cores):

  saga      the saga beside a naive one, as the published samples write it, and an empty workflow with the same wait (the
            floor), with ports that do nothing, on one server (2 minutes)
  memory    what an order that waits takes of the worker's memory (1 minute)
  pages     server time of the control panel's pages with 10,000 customers and 10,000 orders, embedded database (1 minute)
  product   the whole product as npm start starts it, over HTTP, with real mail and the vendor sandbox: orders/s, Buy's
            answer, CPU, SQL statements and vendor calls an order, beside their targets (4 minutes a database)

  cluster   Temporal's production server (built with Go at first) and the product's database on PostgreSQL, two APIs, one worker and then two:
            orders/s, and very many orders that wait at once (with 10,000 of them half an hour or more)

  --rounds N     in saga and product; default 3
  --orders N     in each load of product and cluster; default 100
  --waiting N    in cluster: orders that wait at once; default 10000
  --database …   in product; default: both, or the embedded one where PostgreSQL's programs are not installed
  --profile DIR  in product: a CPU profile of its process, main thread, is left there
  --json         one JSON document instead of tables

Tables go to standard output, progress to standard error. Targets and what follows from the figures: docs/performance.md.
`;

type Options = ProductOptions & ClusterOptions & { json: boolean; sections: Section[] };

const SECTIONS = {
  saga: ({ rounds }: Options, say: Say): Promise<Report> => measureSagas(rounds, say),
  memory: async (_: Options, say: Say): Promise<Report> => measureMemory(say),
  pages: (_: Options, say: Say): Promise<Report> => measurePages(say),
  product: (options: Options, say: Say): Promise<Report> => measureProduct(options, say),
  cluster: (options: Options, say: Say): Promise<Report> => measureCluster(options, say),
};
type Section = keyof typeof SECTIONS;

/** @throws with what is wrong of the arguments */
function optionsOf(args: string[]): Options | 'help' {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '3' },
      orders: { type: 'string', default: '100' },
      waiting: { type: 'string', default: '10000' },
      database: { type: 'string' },
      profile: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return 'help';
  const number = (name: 'rounds' | 'orders' | 'waiting') => {
    const given = Number(values[name]);
    if (Number.isInteger(given) && given >= 1) return given;
    throw new Error(`--${name}: a whole number from 1, not ${values[name]}`);
  };
  const { database, json, profile } = values;
  if (database !== undefined && database !== 'embedded' && database !== 'server') {
    throw new Error(`--database: embedded or server, not ${database}`);
  }
  const all = Object.keys(SECTIONS) as Section[];
  const unknown = positionals.find((name) => !(name in SECTIONS));
  if (unknown !== undefined) throw new Error(`there is no section ${unknown}, but ${all.join(', ')}`);
  const sections = all.filter((name) => (positionals.length === 0 ? name !== 'cluster' : positionals.includes(name)));
  return {
    rounds: number('rounds'),
    orders: number('orders'),
    waiting: number('waiting'),
    database,
    json,
    sections,
    profile,
  };
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(HELP);
    return;
  }
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  // Before anything of ours runs.
  const onMachine = machine();
  const { processors, loadAverage } = onMachine;
  if (loadAverage > processors / 2)
    say(`Others use this machine (load average ${loadAverage}): rates and times mean little.`);
  const sections: Record<string, unknown> = {};
  for (const name of options.sections) {
    const { rows, figures } = await SECTIONS[name](options, say);
    sections[name] = figures;
    if (!options.json) process.stdout.write(`${tableOf(rows)}\n\n`);
  }
  if (options.json) process.stdout.write(`${JSON.stringify({ machine: onMachine, sections }, null, 2)}\n`);
}

function machine() {
  const memoryGb = Math.round(totalmem() / 1e9);
  const loadAverage = Math.round((loadavg()[0] ?? 0) * 10) / 10;
  return { loadAverage, processors: availableParallelism(), model: cpus()[0]?.model, memoryGb, node: process.version };
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
