/** The last step: everything once more, the terms, and Buy. */
import type { Context } from 'hono';
import { idempotencyKeyOf, type ShopStore } from '../../../store/store.ts';
import type { LineFailurePolicy } from '../../../workflows/contract/order.ts';
import { unreachable } from '../../../workflows/contract/states.ts';
import { newOrder } from '../../rules/new-order.ts';
import type { Locale } from '../../site/locale.ts';
import type { Orders } from '../../site/ports.ts';
import { type FormError, inputOf, type Read } from '../../ui/form.tsx';
import { moneyIn } from '../../ui/formats.ts';
import type { PanelEnv } from '../context.ts';
import type { CompleteCheckout } from './checkout.ts';
import { readLineFailure } from './line-failure.tsx';
import { type Change, changesSince, type Offer, offerOf } from './offer.ts';
import { Consent, ReviewedOrder } from './review-parts.tsx';
import { words } from './review-words.ts';
import type { StepPage } from './step-page.tsx';

/** `seen` is what the page has shown; see `offer.ts`. */
type ReviewInput = Record<'seen' | 'agree' | 'lineFailure', string>;

/** What Buy buys. */
interface Agreed {
  offer: Offer;
  lineFailure: LineFailurePolicy | undefined;
}

interface Deps {
  shop: ShopStore;
  orders: Pick<Orders, 'place'>;
}

export function reviewPage(deps: Deps): StepPage<'review', ReviewInput, Agreed> {
  const { shop } = deps;
  return {
    step: 'review',
    address: 'review',
    previous: 'administrator',
    keptIn: 'address',
    input: (texts) => inputOf(['seen', 'agree', 'lineFailure'], texts),
    read: (c, checkout, input) => read(c.get('locale'), checkout, input, shop),
    async keep(checkout, input) {
      const lineFailure = readLineFailure(checkout, input.lineFailure);
      const { owner, draft } = checkout;
      if (lineFailure !== undefined) await shop.changeDraft(owner, draft.draftId, { lineFailure });
    },
    // Something changed in the moment of buying.
    troubles: (c) =>
      c.req.query('changed') === undefined ? [] : [{ field: 'order', text: words[c.get('locale')].unknown }],
    take: (c, checkout, agreed) => buy(c, checkout, agreed, deps),
    view: (c, checkout, { errors }) => view(c, checkout, errors, shop),
  };
}

/** Only what was seen can be bought, and only if its terms were agreed to and can be read. */
async function read(
  locale: Locale,
  checkout: CompleteCheckout,
  { seen, agree, lineFailure }: ReviewInput,
  shop: ShopStore,
): Promise<Read<Agreed>> {
  const offer = offerOf(checkout);
  const changes = changesSince(seen, checkout, offer);
  if (changes.length > 0) return { errors: changes.map((change) => errorOf(locale, change)) };
  if (agree !== 'yes') return { errors: [{ field: 'agree', text: words[locale].agreeFirst }] };
  // The page says by itself that its terms cannot be read.
  const terms = await shop.terms(offer.termsVersion, locale);
  if (terms === undefined) return { errors: [] };
  return { meaning: { offer, lineFailure: readLineFailure(checkout, lineFailure) } };
}

/**
 * Buys the draft as this request has read it, once: the key is the draft's own, so a second press, in this tab or in
 * another, answers with the order of the first.
 */
async function buy(
  c: Context<PanelEnv>,
  { owner, draft, customer: { customerId }, administrator, path }: CompleteCheckout,
  { offer: { total, termsVersion }, lineFailure }: Agreed,
  { shop, orders }: Deps,
): Promise<Response> {
  const body = { customerId, lines: draft.lines, administrator, termsVersion, ...(lineFailure && { lineFailure }) };
  const by = { resellerId: owner.resellerId, idempotencyKey: idempotencyKeyOf(draft.draftId) };
  const result = await orders.place({ ...newOrder(body, by), expectedTotal: total });
  switch (result.kind) {
    case 'placed':
    case 'repeated':
      await shop.clearBought(owner, draft.draftId);
      return c.redirect(`${c.get('frame').base}/panel/orders/${result.order.orderId}?done=placed`, 303);
    case 'keyConflict':
      // Of a draft that another tab has bought, this address leads to its order.
      return c.redirect(path('review'), 303);
    case 'refused': {
      // In the moment of buying: the review, or an earlier step that it leads to, says what is the matter.
      const { code } = result.problem;
      return c.redirect(path(code === 'termsOutdated' || code === 'priceChanged' ? 'review?changed' : 'review'), 303);
    }
    default:
      return unreachable(result);
  }
}

function errorOf(locale: Locale, change: Change): FormError {
  const text = words[locale];
  switch (change.kind) {
    case 'price': {
      const { name, before, now } = change;
      return { field: 'order', text: text.priceChanged(name, moneyIn(locale, before), moneyIn(locale, now)) };
    }
    case 'terms':
      return { field: 'agree', text: text.termsChanged(change.now) };
    case 'order':
      return { field: 'order', text: text.orderChanged };
    default:
      return unreachable(change);
  }
}

async function view(c: Context<PanelEnv>, checkout: CompleteCheckout, errors: readonly FormError[], shop: ShopStore) {
  const locale = c.get('locale');
  const text = words[locale];
  const offer = offerOf(checkout);
  const terms = await shop.terms(offer.termsVersion, locale);
  const changed = errors.some((error) => error.text !== text.agreeFirst);
  const problem = errors.find(({ field }) => field === 'agree')?.text;
  return {
    title: text.title,
    summaryLead: changed ? text.notBought : undefined,
    children: (
      <>
        <p class="lead">{text.lead}</p>
        <ReviewedOrder locale={locale} checkout={checkout} offer={offer} />
        <Consent c={c} checkout={checkout} offer={offer} terms={terms} problem={problem} />
      </>
    ),
  };
}
