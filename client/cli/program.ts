/** The command line `order-saga`: everything that operators do by commands. */
import { Command } from 'commander';
import { EmailTaken, UnknownReseller } from '../../store/store.ts';
import { catalogueCommands } from './catalogue-commands.ts';
import type { CliDeps } from './deps.ts';
import { holdCommands } from './hold-commands.ts';
import { reconciliationCommands } from './reconciliation-commands.ts';
import { resellerCommands } from './reseller-commands.ts';
import { termsCommands } from './terms-commands.ts';
import { tokenCommands } from './token-commands.ts';
import { userCommands } from './user-commands.ts';

/** Commands reject with errors whose messages are for people; {@link runCli} prints them. */
function createProgram(deps: CliDeps): Command {
  const program = new Command('order-saga').description('Operate Order Saga.').showHelpAfterError();
  tokenCommands(program, deps);
  userCommands(program, deps);
  resellerCommands(program, deps);
  termsCommands(program, deps);
  catalogueCommands(program, deps);
  holdCommands(program, deps);
  reconciliationCommands(program, deps);
  return program;
}

/** Runs the program, and answers the exit code. An error is one sentence on the error output, without a stack. */
export async function runCli(argv: readonly string[], deps: CliDeps): Promise<number> {
  try {
    await createProgram(deps).parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (error) {
    console.error(sentenceOf(error));
    return 1;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof UnknownReseller) return 'There is no such reseller.';
  if (error instanceof EmailTaken) return 'Another user has this address.';
  return error instanceof Error ? error.message : String(error);
}
