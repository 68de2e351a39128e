/**
 * The end customer's pages. The link is the key: whoever has it may answer, and no other page knows it, so the form
 * needs no further token against forgery. (An Origin check would refuse everybody: under `Referrer-Policy:
 * no-referrer` browsers send `Origin: null` with a form.)
 */
import type { Context, Handler, Hono, MiddlewareHandler } from 'hono';
import { DatabaseAway } from '../../store/store.ts';
import { sameDetails } from '../../workflows/contract/details.ts';
import type { AcceptedAnswer } from '../../workflows/contract/messages.ts';
import type { AdministratorDetails } from '../../workflows/contract/order.ts';
import { type OrderStateName, unreachable } from '../../workflows/contract/states.ts';
import { correctionOf, readCorrected, reasonsIn } from '../administrator/corrections.ts';
import { readForm } from '../administrator/fields.ts';
import { logAway } from '../site/access-log.ts';
import { basePath } from '../site/base-path.ts';
import { limitedBody } from '../site/body-limit.ts';
import { requireForm } from '../site/forms.ts';
import { type Locale, localeOf } from '../site/locale.ts';
import type { HttpDeps, HttpEnv } from '../site/ports.ts';
import { failurePage } from '../ui/failures.tsx';
import { type Standing, standingIn } from './decision.ts';
import { words as formWords } from './form-words.ts';
import { notYetPage } from './not-yet.tsx';
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

type C = Context<HttpEnv>;
type Reply = Response | Promise<Response>;

/** Adds `/complete/{token}`. GET and HEAD change nothing, however often a mail scanner follows the link. */
export function portalRoutes(app: Hono<HttpEnv>, deps: HttpDeps): void {
  const { orders, timeZone } = deps;
  const base = basePath(deps.publicUrl);
  const visit = visits(deps);
  const { form, notice, receipt } = portalPages({ base, timeZone });

  app.use('/complete/*', notIndexed, visit.limit);
  app.get('/complete/:token', opened(showLink));
  app.get('/complete/:token/receipt', opened(showReceipt));
  app.post('/complete/:token', limitedBody, formsOnly, keptWhileAway(opened(takeAnswer)));

  /** Whoever has filled in the form does not lose it to a database that is away. */
  function keptWhileAway(take: Handler<HttpEnv>): Handler<HttpEnv> {
    return async (c, next) => {
      try {
        return await take(c, next);
      } catch (error) {
        if (!(error instanceof DatabaseAway)) throw error;
        logAway(deps.logger, c, error);
        return notYetPage(c, base);
      }
    };
  }

  /** A page behind a link; a link that opens nothing says so and no more. */
  function opened(show: (c: C, found: Visit) => Reply): Handler<HttpEnv> {
    return async (c) => {
      const found = await visit.of(c);
      return found === undefined ? failurePage(c, 'not-found', base, words[localeOf(c)]) : show(c, found);
    };
  }

  async function showLink(c: C, found: Visit): Promise<Response> {
    const { standing } = found.decision;
    if (standing !== 'open') return notice(c, found, standing);
    const correction = correctionOf(found.order);
    const problems = correction ? reasonsIn(localeOf(c), correction) : {};
    return form(c, found, { input: await visit.firstInput(found), problems });
  }

  async function showReceipt(c: C, found: Visit): Promise<Response> {
    const { order, decision, token } = found;
    if (decision.standing === 'answered' && order.answer !== undefined) return receipt(c, found);
    if (decision.standing !== 'answered' && decision.standing !== 'open') return notice(c, found, decision.standing);
    // The record follows the workflow in a moment: until it does, the workflow says whether there is an answer.
    const live = await orders.live(order.orderId).catch(() => undefined);
    if (live === undefined) return failurePage(c, 'unavailable', base);
    const standing = standingIn(live.state);
    if (standing === 'open') return c.redirect(`${base}/complete/${token}`, 303);
    return standing === 'answered' || standing === 'completed' ? receipt(c, found) : notice(c, found, standing);
  }

  function toReceipt(c: C, { token }: Visit): Response {
    return c.redirect(`${base}/complete/${token}/receipt`, 303);
  }

  async function takeAnswer(c: C, found: Visit): Promise<Response> {
    const locale = localeOf(c);
    const input = readForm(await c.req.parseBody());
    const { order, decision, claims } = found;
    const { details, problems } = readCorrected(locale, input, correctionOf(order));
    if (decision.standing !== 'open') {
      const repeat = decision.trusted && details !== undefined && isSame(order.answer, details);
      return repeat ? toReceipt(c, found) : notice(c, found, decision.standing, { insteadOf200: 409 });
    }
    if (details === undefined) return form(c, found, { input, problems }, 422);
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
        return notice(c, found, standingAfterRefusal(result.state), { insteadOf200: 409 });
      case 'invalid':
        return form(c, found, { input, trouble: formWords[locale].refused }, 422);
      case 'unavailable':
        c.header('Retry-After', '5');
        return form(c, found, { input, trouble: formWords[locale].unavailable }, 503);
      default:
        return unreachable(result);
    }
  }
}

const notIndexed: MiddlewareHandler = async (c, next) => {
  c.header('X-Robots-Tag', 'noindex, nofollow');
  await next();
};

const formsOnly: MiddlewareHandler = async (c, next) => {
  requireForm(c);
  await next();
};

/** An order that still asks and takes no answer is about to be cancelled; any other state speaks for itself. */
function standingAfterRefusal(state: OrderStateName): Exclude<Standing, 'open'> {
  const standing = standingIn(state);
  return standing === 'open' ? 'cancelled' : standing;
}

function isSame(accepted: AcceptedAnswer | undefined, details: AdministratorDetails): boolean {
  return accepted !== undefined && sameDetails(accepted.details, details);
}
