/** The frame of the pages that are there for everybody, and the login page in it. */
import type { Context, Handler } from 'hono';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ErrorSummary, Field, titleOf } from '../../ui/form.tsx';
import { respond } from '../../ui/layout.tsx';
import type { PanelEnv } from '../context.ts';
import { CsrfField } from '../frame.tsx';
import { pageOfPanel } from '../return-to.ts';
import type { Login } from './sessions.ts';
import { words } from './words.ts';

type C = Context<PanelEnv>;

/** @param page `back`: where the language switch leads, as the browser knows it. */
export function entrancePage(
  c: C,
  status: ContentfulStatusCode,
  { title, back, children }: { title: string; back: string; children: Child },
): Response | Promise<Response> {
  return respond(c, status, {
    title,
    base: c.get('frame').base,
    locale: c.get('locale'),
    switchBack: back,
    children,
  });
}

export type LoginProblem = 'email' | 'password' | 'wrong';

interface LoginProps {
  /** The page to go on to. */
  next: string | undefined;
  /** Whether IMOnline can be used at all. */
  imonline: boolean;
  email?: string;
  problems?: LoginProblem[];
  notice?: 'asked' | 'lost' | 'bye';
}

/** GET: the page, with a word on why it is shown. */
export function showLogin({ imonline }: Login): Handler<PanelEnv> {
  return async function showLogin(c) {
    const { base } = c.get('frame');
    const next = pageOfPanel(c.req.query('next'), base);
    if (c.get('user') !== undefined) return c.redirect(next ?? `${base}/panel`, 303);
    const lost = c.req.query('lost') !== undefined;
    const bye = c.req.query('bye') !== undefined;
    const notice = lost ? 'lost' : bye ? 'bye' : next === undefined ? undefined : 'asked';
    return loginPage(c, 200, { imonline, next, notice });
  };
}

export function loginPage(c: C, status: ContentfulStatusCode, props: LoginProps): Response | Promise<Response> {
  const { next, imonline, email = '', problems = [], notice } = props;
  const locale = c.get('locale');
  const text = words[locale];
  const { base } = c.get('frame');
  const errors = problems.map((problem) => ({
    field: problem === 'password' ? 'password' : 'email',
    text: text.problems[problem],
  }));
  const problemAt = (name: string) => errors.find(({ field }) => field === name)?.text;
  const query = next === undefined ? '' : `?${new URLSearchParams({ next })}`;
  const heading = `${text.title} – Control Panel`;
  return entrancePage(c, status, {
    title: titleOf(locale, heading, errors.length > 0),
    back: `${base}/panel/login${query}`,
    children: (
      <>
        <ErrorSummary locale={locale} errors={errors} />
        {notice === undefined ? null : (
          <div class={notice === 'lost' ? 'notice warn' : 'notice'} role="status">
            <p>{text[notice]}</p>
          </div>
        )}
        <h1>{text.title}</h1>
        <p class="lead">{text.lead}</p>
        <div class="ways">
          {imonline ? (
            <section class="card" aria-labelledby="imonline-heading">
              <h2 id="imonline-heading">{text.imonline.heading}</h2>
              <p class="quiet">{text.imonline.text}</p>
              <a class="button" href={`${base}/panel/login/imonline${query}`}>
                {text.imonline.button}
              </a>
            </section>
          ) : null}
          <section class="card" aria-labelledby="account-heading">
            <h2 id="account-heading">{text.account.heading}</h2>
            <p class="quiet">{text.account.text}</p>
            <form method="post" action={`${base}/panel/login`} novalidate>
              <CsrfField c={c} />
              {next === undefined ? null : <input type="hidden" name="next" value={next} />}
              <Field
                locale={locale}
                name="email"
                label={text.email}
                value={email}
                problem={problemAt('email')}
                type="email"
                autocomplete="username"
              />
              <Field
                locale={locale}
                name="password"
                label={text.password}
                value=""
                problem={problemAt('password')}
                type="password"
                autocomplete="current-password"
              />
              <button type="submit">{text.account.button}</button>
            </form>
          </section>
        </div>
      </>
    ),
  });
}
