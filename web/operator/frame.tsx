/** The frame of the operators' pages. */
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { LanguageSwitch } from '../ui/language-switch.tsx';
import { Logo, Reference, respond } from '../ui/layout.tsx';
import type { C } from './context.ts';
import { words } from './words.ts';

interface OperatorPageProps {
  /** Without the name of the site; begins with "Error:" where a form was refused. */
  title: string;
  /** Where the language switch comes back to; what a form was sent to cannot be got. */
  back: string;
  children: Child;
}

/** Answers with a page, for an operator who is signed in and for who is about to be. */
export function operatorPage(
  c: C,
  status: ContentfulStatusCode,
  { title, back, children }: OperatorPageProps,
): Response | Promise<Response> {
  return respond(c, status, {
    title,
    base: c.get('base'),
    locale: c.get('locale'),
    wide: c.get('operator') !== undefined,
    header: <Header c={c} back={back} />,
    children,
  });
}

/** What every form of these pages must carry. */
export function CsrfField({ c }: { c: C }) {
  return <input type="hidden" name="csrf" value={c.get('csrf')} />;
}

/** Instead of what a form asked for that was not one of ours. */
export function forgedPage(c: C): Response | Promise<Response> {
  const locale = c.get('locale');
  const text = words[locale].forged;
  const page = `${c.get('base')}/operator`;
  return operatorPage(c, 403, {
    title: text.title,
    back: page,
    children: (
      <>
        <h1>{text.title}</h1>
        <p class="lead">{text.text}</p>
        <p>
          <a class="button" href={page}>
            {text.back}
          </a>
        </p>
        <Reference id={c.get('requestId')} locale={locale} />
      </>
    ),
  });
}

function Header({ c, back }: { c: C; back: string }) {
  const locale = c.get('locale');
  const base = c.get('base');
  const text = words[locale];
  const operator = c.get('operator');
  return (
    <div class="bar">
      <a class="brand" href={`${base}/operator`}>
        <Logo />
        <span>Order Saga</span>
      </a>
      <span class="where">{text.title}</span>
      <section class="account" aria-label={text.account}>
        {operator === undefined ? null : <span class="who">{operator}</span>}
        <LanguageSwitch locale={locale} back={back} base={base} />
        {operator === undefined ? null : (
          <form method="post" action={`${base}/operator/sign-out`}>
            <CsrfField c={c} />
            <button type="submit" class="plain">
              {text.signOut}
            </button>
          </form>
        )}
      </section>
    </div>
  );
}
