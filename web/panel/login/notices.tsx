/** Pages of one message, before the login or instead of what was asked for. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Reference } from '../../ui/layout.tsx';
import type { PanelEnv } from '../context.ts';
import { entrancePage } from './entrance.tsx';
import { waitInWords, words } from './words.ts';

type C = Context<PanelEnv>;

/** What a login through the identity provider can come to, beside a session. */
export function loginNotice(
  c: C,
  what: 'unknownUser' | 'declined' | 'failed' | 'unreachable',
  status: ContentfulStatusCode,
): Response | Promise<Response> {
  return notice(c, status, words[c.get('locale')][what], true);
}

/** @param until when the next attempt may be made. */
export function waitPage(c: C, until: Date, now: Date): Response | Promise<Response> {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
  c.header('Retry-After', String(seconds));
  const locale = c.get('locale');
  return notice(c, 429, words[locale].wait(waitInWords(locale, seconds)), true);
}

export function forgedPage(c: C): Response | Promise<Response> {
  return notice(c, 403, words[c.get('locale')].forged, c.get('user') === undefined);
}

function notice(c: C, status: ContentfulStatusCode, { title, text }: { title: string; text: string }, again: boolean) {
  const locale = c.get('locale');
  const { base } = c.get('frame');
  const address = `${base}/panel/${again ? 'login' : 'catalogue'}`;
  return entrancePage(c, status, {
    title,
    back: address,
    children: (
      <>
        <h1>{title}</h1>
        <p class="lead">{text}</p>
        <p>
          <a class="button" href={address}>
            {again ? words[locale].again : 'Control Panel'}
          </a>
        </p>
        <Reference id={c.get('requestId')} locale={locale} />
      </>
    ),
  });
}
