/** The frame of the pages that are there for everybody, and the login page in it. */
import type { Context, Handler } from 'hono';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { titleOf } from '../../ui/form.tsx';
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
  const text = words[c.get('locale')];
  const { base } = c.get('frame');
  const query = next === undefined ? '' : `?${new URLSearchParams({ next })}`;
  const heading = `${text.title} – Control Panel`;
  return entrancePage(c, status, {
    title: titleOf(c.get('locale'), heading, problems.length > 0),
    back: `${base}/panel/login${query}`,
    children: (
      <>
        <Summary c={c} problems={problems} />
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
              <Field c={c} name="email" type="email" autocomplete="username" value={email} problems={problems} />
              <Field c={c} name="password" type="password" autocomplete="current-password" problems={problems} />
              <button type="submit">{text.account.button}</button>
            </form>
          </section>
        </div>
      </>
    ),
  });
}

function Summary({ c, problems }: { c: C; problems: LoginProblem[] }) {
  if (problems.length === 0) return null;
  const text = words[c.get('locale')].problems;
  return (
    <div class="summary" role="alert" aria-labelledby="summary-heading" tabindex={-1} autofocus id="error-summary">
      <h2 id="summary-heading">{text.heading}</h2>
      <ul>
        {problems.map((problem) => (
          <li>
            <a href={problem === 'password' ? '#password' : '#email'}>{text[problem]}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface FieldProps {
  c: C;
  name: 'email' | 'password';
  type: string;
  autocomplete: string;
  value?: string;
  problems: LoginProblem[];
}

function Field({ c, name, type, autocomplete, value, problems }: FieldProps) {
  const text = words[c.get('locale')];
  const shown = problems.find((problem) => problem === name || (problem === 'wrong' && name === 'email'));
  const wrong = problems.includes(name) || problems.includes('wrong');
  return (
    <div class={wrong ? 'field wrong' : 'field'}>
      <label for={name}>{text[name]}</label>
      {shown === undefined ? null : (
        <p class="error" id={`${name}-error`}>
          {text.problems[shown]}
        </p>
      )}
      <input
        id={name}
        name={name}
        type={type}
        value={value}
        autocomplete={autocomplete}
        spellcheck={false}
        aria-required="true"
        aria-invalid={wrong ? 'true' : undefined}
        aria-describedby={shown === undefined ? undefined : `${name}-error`}
      />
    </div>
  );
}
