/** `order-saga token create|list|revoke`: the bearer tokens of the API. */
import type { Command } from 'commander';
import type { ApiToken } from '../../store/store.ts';
import type { CliDeps } from './deps.ts';
import { jsonOf, tableOf } from './output.ts';

/** Thrown when it is not said whose the token is to be, or said twice. */
class WhoseToken extends Error {
  override readonly name = 'WhoseToken';
  constructor() {
    super('Say whose token it is: --reseller <id>, or --operator.');
  }
}

/** Thrown when a token is unknown, or was revoked before. */
class NothingToRevoke extends Error {
  override readonly name = 'NothingToRevoke';
  constructor(tokenId: string) {
    super(`There is no token ${tokenId} that is valid now.`);
  }
}

export function tokenCommands(program: Command, { operate, print }: CliDeps): void {
  const token = program.command('token').description('The bearer tokens of the API.');

  token
    .command('create')
    .description('Make a token for a reseller or for an operator, and print it this once.')
    .option('--reseller <id>', 'whose orders and customers the token sees')
    .option('--operator', 'the token opens what is for operators, /api/operator, and nothing else')
    .requiredOption('--label <text>', 'what the token is for, to know it again')
    .option('--json', 'print JSON')
    .action(async (options: { reseller?: string; operator?: true; label: string; json?: true }) => {
      const { reseller: resellerId, label } = options;
      if ((resellerId === undefined) === (options.operator === undefined)) throw new WhoseToken();
      const { token, record } = await operate((operator) =>
        resellerId === undefined
          ? operator.tokens.operator.$post({ json: { label } })
          : operator.tokens.$post({ json: { resellerId, label } }),
      );
      if (options.json) return print(jsonOf({ token, ...record }));
      print(token);
      // To the error output, so that `$(order-saga token create …)` is the token and nothing else.
      console.error(`Token ${record.tokenId} for ${ownerOf(record)}. It is not shown again.`);
    });

  token
    .command('list')
    .description('List all tokens, revoked ones too; never the tokens themselves.')
    .option('--json', 'print JSON')
    .action(async (options: { json?: true }) => {
      const list = await operate((operator) => operator.tokens.$get());
      if (options.json) return print(jsonOf(list));
      print(list.length === 0 ? 'There are no tokens. Make one: order-saga token create' : tokenTable(list));
    });

  token
    .command('revoke')
    .description('End a token at once.')
    .argument('<id>', 'as `token list` shows it')
    .option('--json', 'print JSON')
    .action(async (tokenId: string, options: { json?: true }) => {
      const { revoked } = await operate((operator) => operator.tokens.revocation.$post({ json: { tokenId } }));
      if (!revoked) throw new NothingToRevoke(tokenId);
      if (options.json) return print(jsonOf({ tokenId, revoked }));
      print(`Token ${tokenId} is revoked.`);
    });
}

function ownerOf({ resellerId }: ApiToken): string {
  return resellerId ?? 'an operator';
}

function tokenTable(list: readonly ApiToken[]): string {
  return tableOf([
    ['ID', 'RESELLER', 'LABEL', 'CREATED', 'REVOKED'],
    ...list.map((token) => [
      token.tokenId,
      token.resellerId ?? '(operator)',
      token.label,
      token.createdAt,
      token.revokedAt ?? '',
    ]),
  ]);
}
