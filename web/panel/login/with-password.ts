/** Logging in with the e-mail address and the password of an account of ours. */
import type { Handler } from 'hono';
import { readTexts } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import { pageOfPanel } from '../return-to.ts';
import { type LoginProblem, loginPage } from './entrance.tsx';
import { waitPage } from './notices.tsx';
import type { CheckPassword } from './password-checks.ts';
import type { Login } from './sessions.ts';

const LONGEST_EMAIL = 320;

export function logInWithPassword({ sessions, imonline }: Login, check: CheckPassword): Handler<PanelEnv> {
  return async function logInWithPassword(c) {
    const { base } = c.get('frame');
    const text = await readTexts(c);
    const email = text('email').trim().slice(0, LONGEST_EMAIL);
    const password = text('password');
    const next = pageOfPanel(text('next'), base);
    const refused = (problems: LoginProblem[]) => loginPage(c, 422, { imonline, next, email, problems });
    const missing = (['email', 'password'] as const).filter((name) => ({ email, password })[name] === '');
    if (missing.length > 0) return refused(missing);

    const checked = await check(c, email, password);
    if (checked === 'wrong') return refused(['wrong']);
    if ('until' in checked) return waitPage(c, checked.until, checked.now);
    await sessions.begin(c, checked.userId);
    return c.redirect(next ?? `${base}/panel/catalogue`, 303);
  };
}
