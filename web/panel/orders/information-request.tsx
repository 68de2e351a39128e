/** Sending the request again: to the contact it went to, or to another one. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Recipient } from '../../../workflows/contract/messages.ts';
import { unreachable } from '../../../workflows/contract/states.ts';
import { InformationRequestBody } from '../../rules/bodies.ts';
import type { PanelHttpDeps } from '../../site/ports.ts';
import { BackLink, ErrorSummary, Field, readTexts, titleOf } from '../../ui/form.tsx';
import { instantIn } from '../../ui/formats.ts';
import type { PanelEnv } from '../context.ts';
import { CsrfField, panelPage } from '../frame.tsx';
import { words } from './action-words.ts';
import { tooLate } from './refusals.tsx';
import { RepeatKey, repeatKeyIn } from './repeat-key.tsx';
import { toOrder } from './settle.ts';
import type { OrderHandler, OrderVisit } from './visit.ts';

type Part = 'name' | 'email';
type Input = Record<Part, string>;

/** GET: the form that asks for another contact. */
export function showInformationRequest({ timeZone }: PanelHttpDeps): OrderHandler {
  return async function showInformationRequest(c, visit) {
    const { orderId, state } = visit.order;
    if (!visit.actions.sendAgain) return tooLate(c, orderId, state);
    return form(c, 200, visit, { timeZone, input: { name: '', email: '' }, elsewhere: true, key: undefined });
  };
}

/** POST: from that form, or from the button on the order's page, which sends `to=same`. */
export function sendInformationRequest({ orders, store, timeZone }: PanelHttpDeps): OrderHandler {
  return async function sendInformationRequest(c, visit) {
    const { orderId } = visit.order;
    const text = await readTexts(c);
    const elsewhere = text('to') !== 'same';
    const input = { name: text('name').trim(), email: text('email').trim() };
    const wrong = elsewhere ? problemsOf(input) : [];
    const key = repeatKeyIn(text);
    const shown = { timeZone, input, wrong, elsewhere, key };
    if (wrong.length > 0) return form(c, 422, visit, shown);
    const to = elsewhere ? recipientOf(input) : undefined;
    const result = await orders.resendInformationRequest(orderId, { by: 'reseller', to }, key);
    switch (result.kind) {
      case 'accepted':
        return toOrder(c, store, visit, 'sent');
      case 'notPossible':
        return tooLate(c, orderId, result.state);
      case 'limitReached':
        return form(c, 409, visit, { ...shown, trouble: 'limitReached' });
      case 'invalid':
        return form(c, 422, visit, { ...shown, trouble: 'invalid' });
      case 'unavailable':
        c.header('Retry-After', '5');
        return form(c, 503, visit, { ...shown, trouble: 'unavailable' });
      default:
        return unreachable(result);
    }
  };
}

function recipientOf({ name, email }: Input): Recipient {
  return { email, name: name === '' ? undefined : name };
}

/** The API's own rules, so that no way in is stricter than another. */
function problemsOf(input: Input): Part[] {
  const read = InformationRequestBody.safeParse({ to: recipientOf(input) });
  const wrong = read.success ? [] : read.error.issues.map((issue) => issue.path.at(-1));
  return (['name', 'email'] as const).filter((field) => wrong.includes(field));
}

interface Shown {
  timeZone: string;
  input: Input;
  /** Whether it goes to another contact than before, whose address is asked for. */
  elsewhere: boolean;
  wrong?: Part[];
  /** What is wrong with no field in particular. */
  trouble?: 'invalid' | 'unavailable' | 'limitReached';
  /** So that a repeat of the form is no second request. */
  key: string | undefined;
}

function form(
  c: Context<PanelEnv>,
  status: ContentfulStatusCode,
  { order, contacted, adminContact }: OrderVisit,
  { timeZone, input, elsewhere, wrong = [], trouble, key }: Shown,
): Promise<Response> {
  const locale = c.get('locale');
  const { order: orderTitle, ...text } = words[locale];
  const said = elsewhere ? text.elsewhere : text.again;
  const until = order.waitingOn?.until;
  const problem = (field: Part) => (wrong.includes(field) ? text.elsewhere.problems[field] : undefined);
  return panelPage(c, status, {
    title: titleOf(locale, said.title, status !== 200),
    current: 'orders',
    children: (
      <>
        <BackLink locale={locale} href={`${c.get('frame').base}/panel/orders/${order.orderId}`} />
        <ErrorSummary
          locale={locale}
          errors={wrong.map((field) => ({ field, text: text.elsewhere.problems[field] }))}
          lead={trouble && text.trouble[trouble]}
        />
        <p class="caption">{orderTitle(order.orderId)}</p>
        <h1>{said.title}</h1>
        <p class="lead">{said.lead((contacted ?? adminContact).email)}</p>
        {until === undefined ? null : <p>{text.elsewhere.until(instantIn(locale, until, timeZone))}</p>}
        <form method="post" novalidate class="card">
          <CsrfField c={c} />
          <RepeatKey value={key} />
          {elsewhere ? (
            <>
              <Field
                locale={locale}
                name="name"
                label={text.elsewhere.name}
                value={input.name}
                problem={problem('name')}
                autocomplete="off"
                optional
              />
              <Field
                locale={locale}
                name="email"
                label={text.elsewhere.email}
                value={input.email}
                problem={problem('email')}
                type="email"
                autocomplete="off"
              />
            </>
          ) : (
            <input type="hidden" name="to" value="same" />
          )}
          <button type="submit">{text.elsewhere.send}</button>
        </form>
      </>
    ),
  });
}
