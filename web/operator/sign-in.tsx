/** How an operator's session begins, with a token that is pasted once, and ends. */
import type { Hono } from 'hono';
import { clientAddress } from '../site/client-address.ts';
import type { OperatorHttpDeps } from '../site/ports.ts';
import { Problem } from '../site/problems.ts';
import { rateLimit } from '../site/rate-limit.ts';
import type { SecretCookie } from '../site/secret-cookie.ts';
import { ErrorSummary, Field, readTexts, titleOf } from '../ui/form.tsx';
import type { C, OperatorEnv } from './context.ts';
import { CsrfField, operatorPage } from './frame.tsx';
import { words } from './words.ts';

/** The command that makes a token. */
const COMMAND = 'order-saga token create --operator --label "…"';

const LONGEST_TOKEN = 500;

/** @param cookie the session's; whoever comes here has one, with an operator or without. */
export function signInRoutes(app: Hono<OperatorEnv>, deps: OperatorHttpDeps, cookie: SecretCookie): void {
  const { operator, trustedProxies, logger, now = Date.now } = deps;
  const failures = rateLimit({ burst: 20, perMinute: 20, now });

  app.get('/operator/sign-in', (c) => signInPage(c));

  app.post('/operator/sign-in', async (c) => {
    const token = (await readTexts(c))('token').trim();
    if (token === '') return signInPage(c, 'missing');
    // Under a new secret: the one before is worth nothing from now on.
    const session =
      token.length > LONGEST_TOKEN ? undefined : await operator.sessions.startSession(token, new Date(now()));
    if (session === undefined) {
      logger.info({ requestId: c.get('requestId') }, 'an operator’s sign-in failed');
      const wait = failures.take(clientAddress(c, trustedProxies));
      if (wait === undefined) return signInPage(c, 'wrong');
      throw new Problem('too-many-requests', 'Too many tokens that are none came from your address.', {
        headers: { 'Retry-After': String(wait) },
      });
    }
    cookie.write(c, session.secret);
    logger.info({ requestId: c.get('requestId'), tokenId: session.tokenId }, 'an operator signed in');
    return c.redirect(`${c.get('base')}/operator`, 303);
  });

  app.post('/operator/sign-out', async (c) => {
    await operator.sessions.endSession(c.get('secret'));
    cookie.clear(c);
    return c.redirect(`${c.get('base')}/operator/sign-in`, 303);
  });
}

function signInPage(c: C, problem?: 'missing' | 'wrong'): Response | Promise<Response> {
  const locale = c.get('locale');
  const text = words[locale].signIn;
  const address = `${c.get('base')}/operator/sign-in`;
  return operatorPage(c, problem === undefined ? 200 : 422, {
    title: titleOf(locale, text.title, problem !== undefined),
    back: address,
    children: (
      <>
        <ErrorSummary locale={locale} errors={problem === undefined ? [] : [{ field: 'token', text: text[problem] }]} />
        <h1>{text.title}</h1>
        <p class="lead">{text.lead}</p>
        <p>
          <code>{COMMAND}</code>
        </p>
        <form method="post" action={address} novalidate>
          <CsrfField c={c} />
          <Field
            locale={locale}
            name="token"
            label={text.token}
            value=""
            problem={problem && text[problem]}
            type="password"
            autocomplete="off"
          />
          <button type="submit">{text.button}</button>
        </form>
      </>
    ),
  });
}
