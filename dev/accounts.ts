/** Demo users of the control panel. Their passwords are made for each data directory; `npm start` prints them. */

import { hashPassword, isPassword } from '../store/accounts/passwords.ts';
import type { AccountsStore, NewUser } from '../store/store.ts';
import type { ImonlineAccount } from './imonline/imonline.ts';
import type { DevSecrets } from './secrets.ts';

export const CMP_USER: NewUser = { resellerId: 'nordwind', name: 'Nora Winter', email: 'nora@nordwind.example' };
/** Has no password here: IMOnline says who this is. */
export const IMONLINE_USER: NewUser = { resellerId: 'nordwind', name: 'Ingo Markt', email: 'ingo@nordwind.example' };
const OTHER_USER: NewUser = { resellerId: 'southgate', name: 'Sam South', email: 'sam@southgate.example' };

/** What IMOnline's stand-in knows; of these the panel knows all but the last. */
export function imonlineAccounts(secrets: DevSecrets): ImonlineAccount[] {
  const stranger = { name: 'Uma Unknown', email: 'uma@elsewhere.example' };
  return [IMONLINE_USER, OTHER_USER, stranger].map(({ name, email }) => ({
    subject: `imonline|${email}`,
    email,
    emailVerified: true,
    name,
    password: secrets.password(email),
  }));
}

/** Adds the users that are missing; the demo's passwords are always those that the stack says. */
export async function seedUsers(accounts: AccountsStore, secrets: DevSecrets): Promise<void> {
  if ((await accounts.userByEmail(IMONLINE_USER.email)) === undefined) await accounts.addUser(IMONLINE_USER);
  for (const user of [CMP_USER, OTHER_USER]) {
    const password = secrets.password(user.email);
    const there = await accounts.userByEmail(user.email);
    if (there?.passwordHash !== undefined && (await isPassword(there.passwordHash, password))) continue;
    const passwordHash = await hashPassword(password);
    if (there === undefined) await accounts.addUser({ ...user, passwordHash });
    else await accounts.setPassword(there.userId, passwordHash);
  }
}
