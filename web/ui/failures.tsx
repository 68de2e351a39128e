/** Pages for what went wrong, each with the reference under which the log has it. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { localeOf } from '../site/locale.ts';
import type { HttpEnv } from '../site/ports.ts';
import { PROBLEMS, type ProblemCode } from '../site/problems.ts';
import { type FailureWords, failureWordsOf } from './failure-words.ts';
import { Reference, respond } from './layout.tsx';

/**
 * The page for a problem, in the reader's language. Says nothing of what happened inside.
 * @param words in the language of {@link localeOf}, where the page says more than its code does.
 */
export function failurePage(
  c: Context<HttpEnv>,
  code: ProblemCode,
  base: string,
  words: FailureWords = failureWordsOf(localeOf(c), code),
  status: ContentfulStatusCode = PROBLEMS[code].status,
): Response | Promise<Response> {
  const locale = localeOf(c);
  const { pathname, search } = new URL(c.req.url);
  // Only what was got can be got again in another language.
  const switchBack = c.req.method === 'GET' ? `${base}${pathname}${search}` : undefined;
  return respond(c, status, {
    title: words.title,
    base,
    locale,
    switchBack,
    children: (
      <>
        <h1>{words.title}</h1>
        <p class="lead">{words.text}</p>
        <Reference id={c.get('requestId')} locale={locale} />
      </>
    ),
  });
}
