/** The reseller gives the administrator's details, or corrects them, while they are asked for. Fields and rules are the portal's. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { DetailsProblems } from '../../../workflows/contract/details.ts';
import { unreachable } from '../../../workflows/contract/states.ts';
import { correctionOf, readCorrected, reasonsIn, roundIn, roundOf } from '../../administrator/corrections.ts';
import { DetailsFields } from '../../administrator/details-fields.tsx';
import { detailsOf, errorsOf, type FormInput, readForm } from '../../administrator/fields.ts';
import type { PanelHttpDeps } from '../../site/ports.ts';
import { BackLink, ErrorSummary, textsOf, titleOf } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import { CsrfField, panelPage } from '../frame.tsx';
import { words } from './action-words.ts';
import { answeredBefore, tooLate } from './refusals.tsx';
import { toOrder } from './settle.ts';
import type { OrderHandler, OrderVisit } from './visit.ts';

/** Tells which question the form is for; without it, it is the first. */
const ROUND = 'round';

/** GET: the form, or the answer if there is one already. */
export function showAdministrator({ store, timeZone }: PanelHttpDeps): OrderHandler {
  return async function showAdministrator(c, visit) {
    const { orderId, resellerId, customerId, answer, state } = visit.order;
    const correction = correctionOf(visit.order);
    if (correction) {
      const problems = reasonsIn(c.get('locale'), correction);
      return form(c, 200, visit, { input: readForm(correction.refused), problems });
    }
    if (answer !== undefined) return answeredBefore(c, orderId, answer, { timeZone, sent: false });
    if (!visit.actions.provide) return tooLate(c, orderId, state);
    const customer = await store.market.getCustomer(resellerId, customerId);
    const input = readForm({ companyName: visit.customerName, country: customer?.address.country });
    return form(c, 200, visit, { input });
  };
}

/** POST: gives the details to the order's workflow. */
export function provideAdministrator({ orders, store, timeZone }: PanelHttpDeps): OrderHandler {
  return async function provideAdministrator(c, visit) {
    const { orderId, state } = visit.order;
    const locale = c.get('locale');
    const body = await c.req.parseBody();
    const input = readForm(body);
    const round = roundIn(textsOf(body)(ROUND));
    const correction = correctionOf(visit.order);
    if (correction && round !== roundOf(visit.order)) {
      const problems = reasonsIn(locale, correction, detailsOf(input));
      return form(c, 409, visit, { input, problems, trouble: 'askedAgain' });
    }
    const { details, problems } = readCorrected(locale, input, correction);
    if (!details) return form(c, 422, visit, { input, problems });
    const result = await orders.provideAdministrator(orderId, { details, by: 'reseller', round });
    switch (result.kind) {
      case 'accepted':
        return toOrder(c, store, visit, 'provided', round);
      case 'alreadyAnswered':
        return answeredBefore(c, orderId, result.accepted, { timeZone, sent: true });
      case 'superseded':
        return tooLate(c, orderId, state);
      case 'notPossible':
        return tooLate(c, orderId, result.state);
      case 'invalid':
        return form(c, 422, visit, { input, trouble: 'invalid' });
      case 'unavailable':
        c.header('Retry-After', '5');
        return form(c, 503, visit, { input, trouble: 'unavailable' });
      default:
        return unreachable(result);
    }
  };
}

interface Shown {
  input: FormInput;
  problems?: DetailsProblems;
  /** What is wrong with no field in particular. */
  trouble?: 'invalid' | 'unavailable' | 'askedAgain';
}

function form(
  c: Context<PanelEnv>,
  status: ContentfulStatusCode,
  { order, customerName }: OrderVisit,
  { input, problems = {}, trouble }: Shown,
): Promise<Response> {
  const locale = c.get('locale');
  const text = words[locale];
  const errors = errorsOf(problems);
  const { title, lead } = correctionOf(order) ? text.correct : text.provide;
  const round = roundOf(order);
  return panelPage(c, status, {
    title: titleOf(locale, title, status !== 200),
    current: 'orders',
    children: (
      <>
        <BackLink locale={locale} href={`${c.get('frame').base}/panel/orders/${order.orderId}`} />
        <ErrorSummary locale={locale} errors={errors} lead={trouble && text.trouble[trouble]} />
        <p class="caption">{text.order(order.orderId)}</p>
        <h1>{title}</h1>
        <p class="lead">{lead(customerName)}</p>
        {order.waitingOn?.kind === 'correction' ? null : <p>{text.provide.race}</p>}
        <form method="post" novalidate class="card">
          <CsrfField c={c} />
          {round === undefined ? null : <input type="hidden" name={ROUND} value={round} />}
          <DetailsFields locale={locale} input={input} errors={errors} />
          <button type="submit">{text.provide.send}</button>
        </form>
      </>
    ),
  });
}
