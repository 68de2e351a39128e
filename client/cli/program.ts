/** The command line: `order-saga token create|list|revoke`, `user create|list|password`, `reseller put`, `catalogue load`,
 * `terms add`. */
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { ApiToken, CatalogueChanges, TokenStore } from '../../store/store.ts';
import type { Controlled } from '../operator/control.ts';
import { readCatalogue } from './catalogue-file.ts';
import { resellerCommands } from './reseller-commands.ts';
import { tableOf } from './table.ts';
import { termsCommands } from './terms-commands.ts';
import { userCommands } from './user-commands.ts';

/** What the commands need. */
export interface CliDeps {
  /** Opened by the command that needs it, closed after it. */
  open(): Promise<Controlled & { close(): Promise<void> }>;
  /** All of the standard input. */
  readInput(): Promise<string>;
  /** Where results go; everything else goes to the error output. */
  print(text: string): void;
}

/** Commands reject with errors whose messages are for people; {@link runCli} prints them. */
function createProgram(deps: CliDeps): Command {
  const program = new Command('order-saga').description('Operate Order Saga.').showHelpAfterError();
  const token = program.command('token').description('The bearer tokens of the API.');

  async function withStore<T>(use: (store: Controlled) => Promise<T>): Promise<T> {
    const store = await deps.open();
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  }
  const withTokens = <T>(use: (tokens: TokenStore) => Promise<T>) => withStore(({ tokens }) => use(tokens));
  const json = (value: unknown) => deps.print(JSON.stringify(value, null, 2));

  token
    .command('create')
    .description('Make a token for a reseller, and print it this once.')
    .requiredOption('--reseller <id>', 'whose orders and customers the token sees')
    .requiredOption('--label <text>', 'what the token is for, to know it again')
    .option('--json', 'print JSON')
    .action(async (options: { reseller: string; label: string; json?: true }) => {
      const { token, record } = await withTokens((tokens) => tokens.createToken(options.reseller, options.label));
      if (options.json) return json({ token, ...record });
      deps.print(token);
      // To the error output, so that `$(order-saga token create …)` is the token and nothing else.
      console.error(`Token ${record.tokenId} for ${record.resellerId}. It is not shown again.`);
    });

  token
    .command('list')
    .description('List all tokens, revoked ones too; never the tokens themselves.')
    .option('--json', 'print JSON')
    .action(async (options: { json?: true }) => {
      const list = await withTokens((tokens) => tokens.listTokens());
      if (options.json) return json(list);
      deps.print(list.length === 0 ? 'There are no tokens. Make one: order-saga token create' : tokenTable(list));
    });

  token
    .command('revoke')
    .description('End a token at once.')
    .argument('<id>', 'as `token list` shows it')
    .option('--json', 'print JSON')
    .action(async (tokenId: string, options: { json?: true }) => {
      const revoked = await withTokens((tokens) => tokens.revokeToken(tokenId));
      if (!revoked) throw new NothingToRevoke(tokenId);
      if (options.json) return json({ tokenId, revoked });
      deps.print(`Token ${tokenId} is revoked.`);
    });

  userCommands(program, { ...deps, withStore, json });
  resellerCommands(program, { ...deps, withStore });
  termsCommands(program, { ...deps, withStore }, textOf);

  program
    .command('catalogue')
    .description('What is sold.')
    .command('load')
    .description('Make the catalogue what a file says: products that it does not name are withdrawn.')
    .argument('<file>', 'JSON; see docs/catalogue.md')
    .option('--dry-run', 'only tell what would change')
    .option('--json', 'print JSON')
    .action(async (file: string, { dryRun = false, ...options }: { dryRun?: true | false; json?: true }) => {
      const products = readCatalogue(await textOf(file), file);
      const changes = await withStore(({ market }) => market.loadCatalogue(products, { dryRun }));
      if (options.json) return json({ dryRun, ...changes });
      deps.print([headline(changes, dryRun), ...changeLines(changes)].join('\n'));
    });

  return program;
}

/** Thrown when a file cannot be read. */
class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Unreadable(`${file} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : message}.`, {
      cause: error,
    });
  }
}

function headline({ added, changed, withdrawn, unchanged }: CatalogueChanges, dryRun: boolean): string {
  const counts = `${added.length} added, ${changed.length} changed, ${withdrawn.length} withdrawn, ${unchanged.length} as before`;
  return dryRun ? `Nothing was changed. It would be: ${counts}.` : `The catalogue is loaded: ${counts}.`;
}

/** What is as before is not worth a line. */
function changeLines(changes: CatalogueChanges): string[] {
  return (['added', 'changed', 'withdrawn'] as const).flatMap((kind) =>
    changes[kind].map((productId) => `  ${kind.padEnd(9)}  ${productId}`),
  );
}

/** Thrown when a token is unknown, or was revoked before. */
class NothingToRevoke extends Error {
  override readonly name = 'NothingToRevoke';
  constructor(tokenId: string) {
    super(`There is no token ${tokenId} that is valid now.`);
  }
}

/** Runs the program, and answers the exit code. An error is one sentence on the error output, without a stack. */
export async function runCli(argv: readonly string[], deps: CliDeps): Promise<number> {
  try {
    await createProgram(deps).parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof Error && error.name === 'UnknownReseller') console.error('There is no such reseller.');
    else if (error instanceof Error && error.name === 'EmailTaken') console.error('Another user has this address.');
    else console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

function tokenTable(list: readonly ApiToken[]): string {
  return tableOf([
    ['ID', 'RESELLER', 'LABEL', 'CREATED', 'REVOKED'],
    ...list.map((token) => [token.tokenId, token.resellerId, token.label, token.createdAt, token.revokedAt ?? '']),
  ]);
}
