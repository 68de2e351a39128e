/** `order-saga reconcile` and `order-saga findings`: where vendors, record, ledger and workflows differ. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { OpenFinding, ReconciliationRun } from '../../store/store.ts';
import type { CliDeps } from './deps.ts';
import { jsonOf, tableOf } from './output.ts';
import { everyItem } from './pages.ts';

/** Until the first further look at how far a comparison is; then longer and longer, since one may take hours. */
const LOOK_AFTER_MS = 300;
const LONGEST_PAUSE_MS = 10_000;
/** A worker takes it up at once. */
const STARTS_WITHIN_MS = 60_000;

/** Thrown when no worker takes the comparison up. */
class NotStarted extends Error {
  override readonly name = 'NotStarted';
  constructor() {
    super('The comparison has been asked for, and nobody has begun it for a minute: does a worker run?');
  }
}

export function reconciliationCommands(program: Command, { operate, print }: CliDeps): void {
  program
    .command('reconcile')
    .description('Compare vendors, record and ledger now, unless that goes on already.')
    .option('--watch', 'wait until it has ended, and say what came of it')
    .option('--json', 'print JSON')
    .action(async (options: { watch?: true; json?: true }) => {
      const { lastRun: before } = await operate((operator) => operator.reconciliation.$post());
      if (!options.watch) return print(options.json ? jsonOf({ started: true }) : 'The comparison has been started.');
      const run = await ended(before);
      print(options.json ? jsonOf(run) : outcomeOf(run));
    });

  program
    .command('findings')
    .description('List what is not as it should be, longest known first.')
    .option('--json', 'print JSON')
    .action(async (options: { json?: true }) => {
      const findings = await everyItem<OpenFinding>((cursor) =>
        operate((operator) => operator.findings.$get({ query: cursor === undefined ? {} : { cursor } })),
      );
      if (options.json) return print(jsonOf(findings));
      print(findings.length === 0 ? 'Nothing is known to be wrong.' : tableOfFindings(findings));
    });

  /** The comparison after `before`, or `before` itself where that had not ended, at its end. */
  async function ended(before: ReconciliationRun | undefined): Promise<ReconciliationRun> {
    const givenUp = Date.now() + STARTS_WITHIN_MS;
    for (let pause = LOOK_AFTER_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
      const { lastRun: run } = await operate((operator) => operator.reconciliation.$get());
      const isIt = run && (run.runId !== before?.runId || before.endedAt === undefined);
      if (isIt && run.endedAt !== undefined) return run;
      if (!isIt && Date.now() > givenUp) throw new NotStarted();
      await sleep(pause);
    }
  }
}

function outcomeOf({ accounts, lines, orders, found, repaired, incomplete }: ReconciliationRun): string {
  return [
    `Compared ${accounts} accounts, ${lines} active lines and ${orders} orders that have ended.`,
    `Found ${found} differences that are there still, and repaired ${repaired}.`,
    ...(incomplete.length === 0 ? [] : [`Could not be compared: ${incomplete.join(', ')}.`]),
    ...(found === 0 ? [] : ['They are listed by: order-saga findings']),
  ].join('\n');
}

function tableOfFindings(findings: readonly OpenFinding[]): string {
  return tableOf([
    ['KIND', 'SUBJECT', 'ORDER', 'SINCE', 'LAST SEEN'],
    ...findings.map(({ kind, subject, orderId, firstSeen, lastSeen }) => [
      kind,
      subject,
      orderId ?? '',
      firstSeen,
      lastSeen,
    ]),
  ]);
}
