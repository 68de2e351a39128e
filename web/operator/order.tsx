/** One order as an operator decides about it. */
import type { Hono } from 'hono';
import type { StoredOrder } from '../../store/store.ts';
import { RESUME_ACTIONS } from '../../workflows/contract/messages.ts';
import { holdIn } from '../order-words/causes.ts';
import { actorIn, eventIn } from '../order-words/events.ts';
import { words as stateWords } from '../order-words/states.ts';
import { ResolutionBody } from '../rules/bodies.ts';
import type { OperatorHttpDeps } from '../site/ports.ts';
import { Problem } from '../site/problems.ts';
import { BackLink, ErrorSummary, Field, type FormError, readTexts, type Texts, textsOf, titleOf } from '../ui/form.tsx';
import { Instant } from '../ui/layout.tsx';
import type { C, OperatorEnv } from './context.ts';
import { CsrfField, operatorPage } from './frame.tsx';
import { words } from './held-words.ts';

/** What became of a decision that was sent just now. */
const OUTCOMES = ['accepted', 'refused', 'limitReached', 'away'] as const;
type Outcome = (typeof OUTCOMES)[number];

export function decisionRoutes(app: Hono<OperatorEnv>, deps: OperatorHttpDeps): void {
  const { store, orders } = deps;

  app.get('/operator/orders/:orderId', async (c) => {
    const outcome = OUTCOMES.find((one) => one === c.req.query('decision'));
    return orderPage(c, deps, await existing(c.req.param('orderId')), { outcome });
  });

  app.post('/operator/orders/:orderId/resolution', async (c) => {
    const order = await existing(c.req.param('orderId'));
    const texts = await readTexts(c);
    const { data, errors } = decisionIn(c, texts);
    if (data === undefined) return orderPage(c, deps, order, { texts, errors });
    const decision = { ...data, by: 'operator', operator: c.get('operator') } as const;
    const { kind } = await orders.resume(order.orderId, decision, texts('key') || undefined);
    const outcome = kind === 'unavailable' ? 'away' : (OUTCOMES.find((one) => one === kind) ?? 'refused');
    return c.redirect(`${c.get('base')}/operator/orders/${order.orderId}?decision=${outcome}`, 303);
  });

  async function existing(orderId: string): Promise<StoredOrder> {
    const order = await store.orders.getAny(orderId);
    if (order === undefined) throw new Problem('not-found', 'There is no order with this id.');
    return order;
  }
}

/** The decision as the API takes it, or what is wrong with the form. */
function decisionIn(c: C, texts: Texts) {
  const text = words[c.get('locale')];
  const given = ['action', 'subscriptionId', 'lineId', 'reason'].map((name) => [name, texts(name).trim()] as const);
  const result = ResolutionBody.safeParse(Object.fromEntries(given.filter(([, value]) => value !== '')));
  if (result.success) return { data: result.data, errors: [] };
  const errors = result.error.issues.map(({ code, path, message }): FormError => {
    if (code === 'unrecognized_keys') return { field: 'subscriptionId', text: text.unwanted };
    const field = String(path[0] ?? 'action');
    const missing = texts(field).trim() === '' && (field === 'reason' || field === 'subscriptionId');
    return { field, text: missing ? text.missing[field] : message };
  });
  return { data: undefined, errors };
}

interface Shown {
  outcome?: Outcome | undefined;
  /** The form that was refused. */
  texts?: Texts;
  errors?: readonly FormError[];
}

function orderPage(c: C, { timeZone, operator }: OperatorHttpDeps, order: StoredOrder, shown: Shown) {
  const [locale, base] = [c.get('locale'), c.get('base')];
  const text = words[locale];
  const { outcome, errors = [] } = shown;
  const { orderId, resellerId, state, waitingOn, timeline = [] } = order;
  const heading = `${text.order} ${orderId}`;
  const at = (instant: string) => <Instant at={instant} timeZone={timeZone} locale={locale} />;
  return operatorPage(c, errors.length > 0 ? 422 : 200, {
    title: titleOf(locale, heading, errors.length > 0),
    back: `${base}/operator/orders/${orderId}`,
    children: (
      <>
        <BackLink locale={locale} href={`${base}/operator`} />
        <ErrorSummary locale={locale} errors={errors} />
        {outcome === undefined ? null : (
          <div class={outcome === 'accepted' ? 'notice' : 'notice warn'} role="status">
            <p>{text[outcome]}</p>
          </div>
        )}
        <h1>{heading}</h1>
        <dl class="facts">
          <dt>{text.reseller}</dt>
          <dd>{resellerId}</dd>
          {waitingOn?.kind === 'decision' ? (
            <>
              <dt>{text.since}</dt>
              <dd>{at(waitingOn.since)}</dd>
              <dt>{text.why}</dt>
              <dd>{holdIn(locale, waitingOn.hold)}</dd>
            </>
          ) : null}
        </dl>
        {operator.workflowUrl === undefined ? null : (
          <p>
            <a href={operator.workflowUrl(orderId)}>{text.workflow}</a>
          </p>
        )}
        {state === 'held' ? (
          <Decision c={c} order={order} shown={shown} />
        ) : (
          <p>{text.notHeld(stateWords[locale].states[state].name)}</p>
        )}
        <h2>{text.timeline}</h2>
        <ol class="timeline">
          {timeline.map(({ at: instant, event, by }) => (
            <li>
              {at(instant)} {eventIn(locale, event)} <span class="quiet">{whoIn(c, event, by)}</span>
            </li>
          ))}
        </ol>
      </>
    ),
  });
}

type Entry = NonNullable<StoredOrder['timeline']>[number];

/** Of decisions, which operator and why. */
function whoIn(c: C, event: Entry['event'], by: Entry['by']): string {
  const decided = event.kind === 'holdResolved' ? [event.operator, event.reason].filter(Boolean) : [];
  return [actorIn(c.get('locale'), by), ...decided].join(' · ');
}

function Decision({ c, order, shown }: { c: C; order: StoredOrder; shown: Shown }) {
  const [locale, base] = [c.get('locale'), c.get('base')];
  const text = words[locale];
  const { texts = textsOf({}), errors = [] } = shown;
  const problem = (field: string) => errors.find((error) => error.field === field)?.text;
  const field = (name: string) => ({ locale, name, value: texts(name), problem: problem(name) });
  return (
    <form method="post" action={`${base}/operator/orders/${order.orderId}/resolution`} class="card">
      <h2>{text.decide}</h2>
      <CsrfField c={c} />
      <input type="hidden" name="key" value={texts('key') || crypto.randomUUID()} />
      <Field
        {...field('action')}
        label={text.action}
        choices={RESUME_ACTIONS.map((action) => [action, text.actions[action]] as const)}
      />
      <Field {...field('subscriptionId')} label={text.subscription} hint={text.subscriptionHint} optional />
      {order.lines.length > 1 ? (
        <Field
          {...field('lineId')}
          label={text.line}
          hint={text.lineHint}
          optional
          choices={[
            ['', ''],
            ...order.lines.map(({ lineId, productName }) => [lineId, `${lineId} ${productName}`] as const),
          ]}
        />
      ) : null}
      <Field {...field('reason')} label={text.reason} hint={text.reasonHint} />
      <p class="actions">
        <button type="submit">{text.button}</button>
      </p>
    </form>
  );
}
