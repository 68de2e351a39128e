/** `order-saga user …`: who may log in to the control panel. */
import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { hashPassword, LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../../store/accounts/passwords.ts';
import type { CliDeps } from './deps.ts';
import { jsonOf, tableOf } from './output.ts';
import { BadUser, leavingCommands, noUser } from './user-leaving.ts';

interface CreateOptions {
  reseller: string;
  email: string;
  name: string;
  passwordStdin?: true;
  password: boolean;
  json?: true;
}

export function userCommands(program: Command, { operate, readInput, print }: CliDeps): void {
  const user = program.command('user').description('Who may log in to the control panel.');

  user
    .command('create')
    .description('Make a user of a reseller. Makes a password and prints it this once, unless told otherwise.')
    .requiredOption('--reseller <id>', 'whose customers and orders the user sees')
    .requiredOption('--email <address>', 'with which the user logs in, and is known when coming from IMOnline')
    .requiredOption('--name <name>', 'as pages show it')
    .option('--password-stdin', 'read the password from the standard input')
    .option('--no-password', 'make none: the user comes through IMOnline only')
    .option('--json', 'print JSON')
    .action(async (options: CreateOptions) => {
      const email = options.email.trim();
      if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new BadUser(`"${email}" is not an e-mail address.`);
      const made = options.password && !options.passwordStdin ? newPassword() : undefined;
      const password = made ?? (options.passwordStdin ? await passwordFrom(readInput) : undefined);
      const passwordHash = password === undefined ? undefined : await hashPassword(password);
      const { reseller: resellerId, name } = options;
      const { userId } = await operate((operator) =>
        operator.users.$post({ json: { resellerId, name, email, passwordHash } }),
      );
      if (options.json) return print(jsonOf({ userId, resellerId, name, email, password: made }));
      if (made !== undefined) print(made);
      console.error(`User ${userId} of ${resellerId}.${made === undefined ? '' : ' The password is not shown again.'}`);
    });

  user
    .command('list')
    .description('List all users, oldest first.')
    .option('--json', 'print JSON')
    .action(async (options: { json?: true }) => {
      const list = await operate((operator) => operator.users.$get());
      if (options.json) return print(jsonOf(list));
      const rows = list.map(({ userId, resellerId, email, name, disabledAt }) => [
        userId,
        resellerId,
        email,
        name,
        disabledAt === undefined ? '' : `disabled ${disabledAt}`,
      ]);
      print(
        list.length === 0
          ? 'There are no users. Make one: order-saga user create'
          : tableOf([['ID', 'RESELLER', 'E-MAIL', 'NAME', 'STATE'], ...rows]),
      );
    });

  user
    .command('password')
    .description('Give a user a new password, print it this once, and end all the user’s sessions.')
    .argument('<email>', 'as `user list` shows it')
    .option('--password-stdin', 'read the password from the standard input')
    .option('--json', 'print JSON')
    .action(async (email: string, options: { passwordStdin?: true; json?: true }) => {
      const made = options.passwordStdin ? undefined : newPassword();
      const passwordHash = await hashPassword(made ?? (await passwordFrom(readInput)));
      const { changed } = await operate((operator) => operator.users.password.$put({ json: { email, passwordHash } }));
      if (!changed) throw noUser(email);
      if (options.json) return print(jsonOf({ email, changed, password: made }));
      if (made !== undefined) print(made);
    });

  leavingCommands(user, operate, print);
}

/** 108 bits. */
function newPassword(): string {
  return randomBytes(14).toString('base64url').slice(0, 18);
}

/** The first line of the input. */
async function passwordFrom(readInput: () => Promise<string>): Promise<string> {
  const [password = ''] = (await readInput()).split(/\r?\n/);
  if (password.length >= SHORTEST_PASSWORD && password.length <= LONGEST_PASSWORD) return password;
  throw new BadUser(`A password has ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters.`);
}
