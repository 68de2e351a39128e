/** The portal's pages as responses: in the reseller's name, and with a reference wherever something is amiss. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AcceptedAnswer } from '../../workflows/contract/messages.ts';
import type { OrderBrief } from '../../workflows/contract/record.ts';
import { correctionOf } from '../administrator/corrections.ts';
import { type Locale, localeOf } from '../site/locale.ts';
import type { HttpEnv } from '../site/ports.ts';
import { titleOf } from '../ui/form.tsx';
import { type PageProps, Reference, respond } from '../ui/layout.tsx';
import type { Standing } from './decision.ts';
import { DetailsForm, type FormProps, titleIn } from './form.tsx';
import { words } from './form-words.ts';
import { type Notice, noticeOf, receiptOf } from './notices.tsx';
import type { Visit } from './visit.ts';

type C = Context<HttpEnv>;
type Reply = Response | Promise<Response>;

/** Pages whose links begin with `base` and whose times are told in `timeZone`. */
export function portalPages({ base, timeZone }: { base: string; timeZone: string }) {
  function page(
    c: C,
    status: ContentfulStatusCode,
    { brief, token }: Visit,
    { title, children }: Pick<PageProps, 'title' | 'children'>,
  ) {
    const locale = localeOf(c);
    const reference = status === 200 ? undefined : c.get('requestId');
    const footer = <Footer brief={brief} reference={reference} locale={locale} />;
    // Back to what can be loaded: the answer to a form cannot, and its page is the link's again.
    const switchBack = `${base}/complete/${token}${c.req.path.endsWith('/receipt') ? '/receipt' : ''}`;
    return respond(c, status, { title, brand: brief.reseller.name, base, locale, switchBack, footer, children });
  }

  /** The form; any status but 200 says in the title that it was refused. */
  function form(
    c: C,
    visit: Visit,
    shown: Pick<FormProps, 'input'> & Partial<Pick<FormProps, 'problems' | 'trouble'>>,
    status: ContentfulStatusCode = 200,
  ): Reply {
    const { brief, order, decision } = visit;
    const locale = localeOf(c);
    const corrects = correctionOf(order) !== undefined;
    const title = titleIn(locale, brief, corrects);
    const children = (
      <DetailsForm
        brief={brief}
        problems={{}}
        corrects={corrects}
        until={decision.until}
        timeZone={timeZone}
        locale={locale}
        {...shown}
      />
    );
    return page(c, status, visit, { title: titleOf(locale, title, status !== 200), children });
  }

  function noticePage(c: C, visit: Visit, { title, body }: Notice, status: ContentfulStatusCode): Reply {
    const children = (
      <>
        <h1>{title}</h1>
        {body}
      </>
    );
    return page(c, status, visit, { title, children });
  }

  /** The page of a standing, with what the link's holder may see and no more. */
  function notice(
    c: C,
    visit: Visit,
    standing: Exclude<Standing, 'open'>,
    more: { insteadOf200?: ContentfulStatusCode; answer?: AcceptedAnswer } = {},
  ): Reply {
    const { brief, decision, order } = visit;
    const answer = decision.trusted ? (more.answer ?? order.answer) : undefined;
    const failed = order.lines.filter(({ state }) => state === 'terminated').map(({ lineId }) => lineId);
    const missing = brief.lines.filter(({ lineId }) => failed.includes(lineId));
    const shown = noticeOf(standing, {
      brief,
      timeZone,
      facts: decision.current,
      missing,
      answer,
      locale: localeOf(c),
    });
    return noticePage(c, visit, shown, shown.status === 200 ? (more.insteadOf200 ?? 200) : shown.status);
  }

  /** The page after the form was sent. The record may follow in a moment: until it does, no details are shown. */
  function receipt(c: C, visit: Visit): Reply {
    const { brief, decision, order } = visit;
    const answer = decision.trusted && decision.standing === 'answered' ? order.answer : undefined;
    const shown = receiptOf({ brief, timeZone, facts: decision.current, answer, locale: localeOf(c) });
    return noticePage(c, visit, shown, shown.status);
  }

  return { form, notice, receipt };
}

interface FooterProps {
  brief: OrderBrief;
  reference: string | undefined;
  locale: Locale;
}

function Footer({ brief, reference, locale }: FooterProps) {
  return (
    <>
      <p>{words[locale].footer(brief.reseller.name)}</p>
      {reference === undefined ? null : <Reference id={reference} locale={locale} />}
    </>
  );
}
