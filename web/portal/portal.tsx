/**
 * The end customer's pages. The link is the key: whoever has it may answer, and no other page knows it, so the form
 * needs no further token against forgery. (An Origin check would refuse everybody: under `Referrer-Policy:
 * no-referrer` browsers send `Origin: null` with a form.)
 */
import type { Context, Hono } from 'hono';
import { isAdministratorDetails, sameDetails } from '../../workflows/contract/details.ts';
import type { AcceptedAnswer } from '../../workflows/contract/messages.ts';
import { type OrderStateName, unreachable } from '../../workflows/contract/states.ts';
import { detailsOf, problemsOfInput, readForm } from '../administrator/fields.ts';
import { limitedBody } from '../site/body-limit.ts';
import { type Locale, localeOf } from '../site/locale.ts';
import type { HttpDeps, HttpEnv } from '../site/ports.ts';
import { Problem } from '../site/problems.ts';
import { failurePage } from '../ui/failures.tsx';
import type { Standing } from './decision.ts';
import { words as formWords } from './form-words.ts';
import { receiptOf } from './notices.tsx';
import { portalPages } from './pages.tsx';
import { type Visit, visits } from './visit.ts';

const en = {
  title: 'This link does not work',
  text: 'It may have been cut off: open it from the mail again, or copy the whole address. If it still fails, ask the company that sent you the mail for a new one.',
};

type Words = typeof en;

const de: Words = {
  title: 'Dieser Link funktioniert nicht',
  text: 'Vielleicht wurde er abgeschnitten: Öffnen Sie ihn noch einmal aus der E-Mail, oder kopieren Sie die ganze Adresse. Wenn das nicht hilft, bitten Sie das Unternehmen, das Ihnen die E-Mail geschickt hat, um einen neuen Link.',
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

/** Adds `/complete/{token}`. GET and HEAD change nothing, however often a mail scanner follows the link. */
export function portalRoutes(app: Hono<HttpEnv>, deps: HttpDeps): void {
  const { orders, timeZone = 'UTC' } = deps;
  const base = new URL(deps.publicUrl).pathname.replace(/\/$/, '');
  const visit = visits(deps);
  const { form, notice, noticePage } = portalPages({ base, timeZone });
  const broken = (c: Context<HttpEnv>) => failurePage(c, 'not-found', base, words[localeOf(c)]);
  const toReceipt = (c: Context<HttpEnv>, { token }: Visit) => c.redirect(`${base}/complete/${token}/receipt`, 303);

  app.use('/complete/*', async (c, next) => {
    c.header('X-Robots-Tag', 'noindex, nofollow');
    await next();
  });
  app.use('/complete/*', visit.limit);

  app.get('/complete/:token', async (c) => {
    const found = await visit.of(c);
    if (found === undefined) return broken(c);
    const { standing } = found.decision;
    return standing === 'open' ? form(c, found, { input: await visit.firstInput(found) }) : notice(c, found, standing);
  });

  app.get('/complete/:token/receipt', async (c) => {
    const found = await visit.of(c);
    if (found === undefined) return broken(c);
    const { order, decision, brief } = found;
    if (decision.standing !== 'open' && decision.standing !== 'answered') return notice(c, found, decision.standing);
    const input = { brief, timeZone, facts: decision.current, locale: localeOf(c) };
    if (order.answer !== undefined && decision.standing === 'answered') {
      return noticePage(c, found, receiptOf({ ...input, answer: decision.trusted ? order.answer : undefined }), 200);
    }
    // The record follows the workflow in a moment: until it does, the workflow says whether there is an answer.
    const live = await orders.live(order.orderId).catch(() => undefined);
    if (live === undefined) return failurePage(c, 'unavailable', base);
    if (live.state === 'inquiring') return c.redirect(`${base}/complete/${found.token}`, 303);
    const standing = standingAfter(live.state);
    if (standing !== 'answered' && standing !== 'completed') return notice(c, found, standing);
    return noticePage(c, found, receiptOf({ ...input, answer: undefined }), 200);
  });

  app.post('/complete/:token', limitedBody, async (c) => {
    if (!/^application\/x-www-form-urlencoded(?:;|$)/i.test(c.req.header('content-type') ?? '')) {
      throw new Problem('unsupported-media-type', 'Send the form as application/x-www-form-urlencoded.');
    }
    const input = readForm(await c.req.parseBody());
    const locale = localeOf(c);
    const found = await visit.of(c);
    if (found === undefined) return broken(c);
    const { order, decision, claims } = found;
    const details = detailsOf(input);
    if (decision.standing !== 'open') {
      const repeat = decision.trusted && isAdministratorDetails(details) && isSame(order.answer, details);
      return repeat ? toReceipt(c, found) : notice(c, found, decision.standing, { insteadOf200: 409 });
    }
    if (!isAdministratorDetails(details))
      return form(c, found, { input, problems: problemsOfInput(locale, details) }, 422);
    const { orderId, revision } = claims;
    const result = await orders.provideAdministrator(orderId, { details, by: 'customer', revision });
    switch (result.kind) {
      case 'accepted':
        return toReceipt(c, found);
      case 'alreadyAnswered':
        if (isSame(result.accepted, details)) return toReceipt(c, found);
        return notice(c, found, 'answered', { insteadOf200: 409, answer: result.accepted });
      case 'superseded':
        return notice(c, { ...found, decision: { ...decision, current: false, trusted: false } }, 'superseded');
      case 'notPossible':
        return notice(c, found, standingAfter(result.state), { insteadOf200: 409 });
      case 'invalid':
        return form(c, found, { input, trouble: formWords[locale].refused }, 422);
      case 'unavailable':
        c.header('Retry-After', '5');
        return form(c, found, { input, trouble: formWords[locale].unavailable }, 503);
      default:
        return unreachable(result);
    }
  });
}

/** The workflow was ahead of the record: its state decides which page is true. */
function standingAfter(state: OrderStateName): Exclude<Standing, 'open'> {
  if (state === 'cancelled' || state === 'pendingCancellation') return 'cancelled';
  if (state === 'expired') return 'expired';
  if (state === 'failed' || state === 'rejected') return 'ended';
  return state === 'completed' || state === 'partial' ? 'completed' : 'answered';
}

function isSame(accepted: AcceptedAnswer | undefined, details: AcceptedAnswer['details']): boolean {
  return accepted !== undefined && sameDetails(accepted.details, details);
}
