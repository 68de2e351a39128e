/**
 * `/panel/login/confirmation`: an IMOnline account came with the address of an account here for the first time. That opens
 * nothing yet, since the provider is not the one who says whose account this is: its owner does, with the password, once.
 */
import type { Context, Handler } from 'hono';
import { ErrorSummary, Field, readTexts, titleOf } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import { CsrfField } from '../frame.tsx';
import { entrancePage } from './entrance.tsx';
import { loginNotice, waitPage } from './notices.tsx';
import type { CheckPassword } from './password-checks.ts';
import type { Login } from './sessions.ts';
import { words } from './words.ts';

type C = Context<PanelEnv>;

/** Below PUBLIC_URL. */
export const CONFIRMATION = '/panel/login/confirmation';

/** GET: asks for the password. Shows nothing in a browser that did not come from IMOnline in the last ten minutes. */
export function askToConfirm({ deps }: Login): Handler<PanelEnv> {
  const { now = Date.now, panel } = deps;
  return async function askToConfirm(c) {
    const kept = await panel.accounts.keptIdentity(c.get('secret'), new Date(now()));
    return kept === undefined ? loginNotice(c, 'failed', 400) : confirmationPage(c, kept.user.email);
  };
}

/** POST: with the right password the IMOnline account is linked, and the user is logged in. */
export function confirmWithPassword({ deps, sessions }: Login, check: CheckPassword): Handler<PanelEnv> {
  const { now = Date.now, logger } = deps;
  const { accounts } = deps.panel;
  return async function confirmWithPassword(c) {
    const secret = c.get('secret');
    const kept = await accounts.keptIdentity(secret, new Date(now()));
    if (kept === undefined) return loginNotice(c, 'failed', 400);
    const { userId, email } = kept.user;
    const password = (await readTexts(c))('password');
    if (password === '') return confirmationPage(c, email, 'password');
    const checked = await check(c, email, password);
    if (checked === 'wrong') return confirmationPage(c, email, 'wrongPassword');
    if ('until' in checked) return waitPage(c, checked.until, checked.now);
    if (!(await accounts.confirmIdentity(secret, userId, new Date(now())))) return loginNotice(c, 'failed', 400);
    logger.info({ requestId: c.get('requestId'), userId }, 'an identity was confirmed');
    await sessions.begin(c, userId);
    return c.redirect(kept.returnTo ?? `${c.get('frame').base}/panel`, 303);
  };
}

function confirmationPage(c: C, email: string, problem?: 'password' | 'wrongPassword'): Response | Promise<Response> {
  const locale = c.get('locale');
  const text = words[locale];
  const { base } = c.get('frame');
  const wrong = problem === undefined ? undefined : text.problems[problem];
  return entrancePage(c, wrong === undefined ? 200 : 422, {
    title: titleOf(locale, text.confirmation.title, wrong !== undefined),
    back: base + CONFIRMATION,
    children: (
      <>
        <ErrorSummary locale={locale} errors={wrong === undefined ? [] : [{ field: 'password', text: wrong }]} />
        <h1>{text.confirmation.title}</h1>
        <p class="lead">{text.confirmation.text(email)}</p>
        <form method="post" action={base + CONFIRMATION} novalidate>
          <CsrfField c={c} />
          <input type="hidden" name="username" value={email} autocomplete="username" />
          <Field
            locale={locale}
            name="password"
            label={text.password}
            value=""
            problem={wrong}
            type="password"
            autocomplete="current-password"
          />
          <button type="submit">{text.confirmation.button}</button>
        </form>
        <p>
          <a href={`${base}/panel/login`}>{text.confirmation.not}</a>
        </p>
      </>
    ),
  });
}
