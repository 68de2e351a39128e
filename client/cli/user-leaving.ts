/** `order-saga user disable|enable|delete|identities|unlink`: when people leave, or come back. */
import type { Command } from 'commander';
import type { CliDeps } from './deps.ts';
import { jsonOf, tableOf } from './output.ts';

/** Thrown when a user cannot be made or changed as it was said; the message is for people. */
export class BadUser extends Error {
  override readonly name = 'BadUser';
}

export function noUser(email: string): BadUser {
  return new BadUser(`There is no user ${email}.`);
}

type Options = { json?: true };

export function leavingCommands(user: Command, operate: CliDeps['operate'], print: CliDeps['print']): void {
  const command = (name: string, description: string) =>
    user
      .command(name)
      .description(description)
      .argument('<email>', 'as `user list` shows it')
      .option('--json', 'print JSON');

  for (const { name, disabled, description, done } of [
    {
      name: 'disable',
      disabled: true,
      description: 'End all sessions of a user, and let none begin.',
      done: 'can no longer log in, and all sessions are ended',
    },
    { name: 'enable', disabled: false, description: 'Let a user log in again.', done: 'can log in' },
  ]) {
    command(name, description).action(async (email: string, { json }: Options) => {
      const { changed } = await operate((operator) => operator.users.state.$put({ json: { email, disabled } }));
      if (!changed) throw noUser(email);
      print(json ? jsonOf({ email, disabled }) : `${email} ${done}.`);
    });
  }

  command('delete', 'Delete a user, with cart and unfinished orders. Placed orders stay as they are.').action(
    async (email: string, { json }: Options) => {
      const { changed } = await operate((operator) => operator.users.deletion.$post({ json: { email } }));
      if (!changed) throw noUser(email);
      print(json ? jsonOf({ email, deleted: true }) : `${email} is deleted.`);
    },
  );

  command('identities', 'List who a user is at the identity provider.').action(
    async (email: string, { json }: Options) => {
      const list = await operate((operator) => operator.users.identities.$get({ query: { email } }));
      if (list === null) throw noUser(email);
      if (json) return print(jsonOf(list));
      if (list.length === 0) return print(`No identity is linked to ${email}.`);
      print(tableOf([['ISSUER', 'SUBJECT', 'LINKED'], ...list.map((one) => [one.issuer, one.subject, one.linkedAt])]));
    },
  );

  command('unlink', 'Unlink all identities of a user, and end all sessions. A new one needs the password once.').action(
    async (email: string, { json }: Options) => {
      const { removed } = await operate((operator) => operator.users.identities.removal.$post({ json: { email } }));
      if (removed === null) throw noUser(email);
      const what = removed === 1 ? '1 identity' : `${removed} identities`;
      print(
        json
          ? jsonOf({ email, removed })
          : `${what} of ${email} ${removed === 1 ? 'is' : 'are'} unlinked, and all sessions are ended.`,
      );
    },
  );
}
