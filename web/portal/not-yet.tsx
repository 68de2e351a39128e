/** The page for details that came while a part of the system was away: it holds them, so that nothing is typed twice. */
import type { Context } from 'hono';
import { FIELD_ORDER, readForm } from '../administrator/fields.ts';
import { type Locale, localeOf } from '../site/locale.ts';
import type { HttpEnv } from '../site/ports.ts';
import { AWAY_RETRY_AFTER } from '../site/problems.ts';
import { Reference, respond } from '../ui/layout.tsx';

const en = {
  title: 'Please send that again in a moment',
  text: 'A part of our system is away just now, so we cannot say yet that we have your details. This page keeps them: wait a moment and press the button. Sent twice, they count once.',
  again: 'Send the details again',
};
type Words = typeof en;

const de: Words = {
  title: 'Bitte senden Sie das gleich noch einmal',
  text: 'Ein Teil unseres Systems ist gerade nicht erreichbar. Deshalb können wir noch nicht sagen, dass Ihre Daten angekommen sind. Diese Seite behält sie: Warten Sie einen Moment, und drücken Sie dann den Knopf. Doppelt kommt dadurch nichts an.',
  again: 'Daten noch einmal senden',
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

/** Answers a form, which its address takes again just as it was. What it asks for is known only to the database. */
export async function notYetPage(c: Context<HttpEnv>, base: string): Promise<Response> {
  const input = readForm(await c.req.parseBody());
  const locale = localeOf(c);
  const { title, text, again } = words[locale];
  c.header('Retry-After', AWAY_RETRY_AFTER);
  return respond(c, 503, {
    title,
    base,
    locale,
    children: (
      <>
        <h1>{title}</h1>
        <p class="lead">{text}</p>
        <form method="post">
          {FIELD_ORDER.map((field) => (
            <input type="hidden" name={field} value={input[field]} />
          ))}
          <button type="submit">{again}</button>
        </form>
        <Reference id={c.get('requestId')} locale={locale} />
      </>
    ),
  });
}
