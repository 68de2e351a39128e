/** The portal's pages as responses: in the reseller's name, and with a reference wherever something is amiss. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AcceptedAnswer } from '../../../workflows/contract/messages.ts';
import type { OrderBrief } from '../../../workflows/contract/record.ts';
import { type PageProps, Reference, respond } from '../pages/layout.tsx';
import type { HttpEnv } from '../ports.ts';
import type { Standing } from './decision.ts';
import { DetailsForm, type FormProps } from './form.tsx';
import { type Notice, noticeOf } from './notices.tsx';
import type { Visit } from './visit.ts';

type C = Context<HttpEnv>;
type Reply = Response | Promise<Response>;

/** Pages whose links begin with `base` and whose times are told in `timeZone`. */
export function portalPages({ base, timeZone }: { base: string; timeZone: string }) {
  function page(
    c: C,
    status: ContentfulStatusCode,
    brief: OrderBrief,
    { title, children }: Pick<PageProps, 'title' | 'children'>,
  ) {
    const footer = <Footer brief={brief} reference={status === 200 ? undefined : c.get('requestId')} />;
    return respond(c, status, { title, brand: brief.reseller.name, base, footer, children });
  }

  /** The form; any status but 200 says in the title that it was refused. */
  function form(
    c: C,
    { brief, order, decision }: Visit,
    shown: Pick<FormProps, 'input'> & Partial<Pick<FormProps, 'problems' | 'trouble'>>,
    status: ContentfulStatusCode = 200,
  ): Reply {
    const title = `Who will administer ${brief.lines.map((line) => line.productName).join(' and ')}?`;
    const children = (
      <DetailsForm
        brief={brief}
        problems={{}}
        sentBack={order.answer !== undefined}
        until={decision.until}
        timeZone={timeZone}
        {...shown}
      />
    );
    return page(c, status, brief, { title: status === 200 ? title : `Error: ${title}`, children });
  }

  function noticePage(c: C, { brief }: Visit, { title, body }: Notice, status: ContentfulStatusCode): Reply {
    const children = (
      <>
        <h1>{title}</h1>
        {body}
      </>
    );
    return page(c, status, brief, { title, children });
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
    const shown = noticeOf(standing, { brief, timeZone, facts: decision.current, answer });
    return noticePage(c, visit, shown, shown.status === 200 ? (more.insteadOf200 ?? 200) : shown.status);
  }

  return { form, notice, noticePage };
}

function Footer({ brief, reference }: { brief: OrderBrief; reference: string | undefined }) {
  return (
    <>
      <p>
        You got this link from {brief.reseller.name}. It is meant for you: do not pass it on to people who should not
        answer.
      </p>
      {reference === undefined ? null : <Reference id={reference} />}
    </>
  );
}
