/** The last step: everything once more, the terms, and Buy. */
import type { Context, Hono } from 'hono';
import { type Customer, idempotencyKeyOf, type ShopStore } from '../../../store/store.ts';
import type { AdministratorSource } from '../../../workflows/contract/order.ts';
import { newOrder } from '../../rules/new-order.ts';
import type { Orders } from '../../site/ports.ts';
import { BackLink, ErrorSummary, type FormError, readTexts, titleOf } from '../../ui/form.tsx';
import { moneyIn } from '../../ui/formats.ts';
import type { PanelEnv } from '../context.ts';
import { panelPage } from '../frame.tsx';
import type { AtStep, Checkout } from './draft.ts';
import { type Change, changesSince, type Offer, offerOf } from './offer.ts';
import { Consent, ReviewedOrder } from './review-parts.tsx';
import { words } from './review-words.ts';
import { Steps } from './steps.tsx';

interface Deps {
  shop: ShopStore;
  orders: Pick<Orders, 'place'>;
}

export function reviewRoutes(app: Hono<PanelEnv>, at: AtStep, deps: Deps): void {
  app.get(
    '/panel/order/:draftId/review',
    at('review', (c, checkout) => page(c, checkout, deps.shop, troubles(c, checkout))),
  );

  app.post(
    '/panel/order/:draftId/review',
    at('review', async (c, checkout) => {
      const { shop } = deps;
      const form = await readTexts(c);
      const offer = offerOf(checkout.lines);
      const seen = form('seen');
      // What stands in the way comes back in the address, so that this page can be loaded again, and be gone back to.
      const again = (trouble: Record<string, string>) =>
        c.redirect(`${checkout.path('review')}?${new URLSearchParams(trouble)}`, 303);
      if (changesSince(seen, checkout, offer).length > 0) return again({ seen });
      if (form('agree') !== 'yes') return again({ agree: '' });
      if ((await shop.terms(offer.termsVersion, c.get('locale'))) === undefined) return again({});
      return buy(c, checkout, offer, deps);
    }),
  );
}

/** Why Buy was not carried out, if it was pressed. */
function troubles(c: Context<PanelEnv>, checkout: Checkout): FormError[] {
  const text = words[c.get('locale')];
  const { seen, agree, changed } = c.req.query();
  if (seen !== undefined) return changesSince(seen, checkout, offerOf(checkout.lines)).map((each) => errorOf(c, each));
  if (agree !== undefined) return [{ field: 'agree', text: text.agreeFirst }];
  return changed === undefined ? [] : [{ field: 'order', text: text.unknown }];
}

/**
 * Buys the draft as this request has read it, once: the key is the draft's own, so a second press, in this tab or in
 * another, answers with the order of the first.
 */
async function buy(c: Context<PanelEnv>, checkout: Checkout, offer: Offer, { shop, orders }: Deps): Promise<Response> {
  const { owner, draft, customer, path } = checkout;
  const body = {
    customerId: (customer as Customer).customerId,
    lines: draft.lines,
    administrator: draft.administrator as AdministratorSource,
    termsVersion: offer.termsVersion,
  };
  const by = { resellerId: owner.resellerId, idempotencyKey: idempotencyKeyOf(draft.draftId) };
  const result = await orders.place({ ...newOrder(body, by), expectedTotal: offer.total });
  // Of a draft that another tab has bought, this address leads to its order.
  if (result.kind === 'keyConflict') return c.redirect(path('review'), 303);
  if (result.kind === 'refused') {
    // In the moment of buying: the review, or an earlier step that it leads to, says what is the matter.
    const { code } = result.problem;
    return c.redirect(path(code === 'termsOutdated' || code === 'priceChanged' ? 'review?changed' : 'review'), 303);
  }
  await shop.clearBought(owner, draft.draftId);
  return c.redirect(`${c.get('frame').base}/panel/orders/${result.order.orderId}?done=placed`, 303);
}

function errorOf(c: Context<PanelEnv>, change: Change): FormError {
  const locale = c.get('locale');
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
  }
}

async function page(c: Context<PanelEnv>, checkout: Checkout, shop: ShopStore, errors: FormError[]): Promise<Response> {
  const locale = c.get('locale');
  const text = words[locale];
  const offer = offerOf(checkout.lines);
  const terms = await shop.terms(offer.termsVersion, locale);
  const notBought = errors.length > 0 && c.req.query('agree') === undefined;
  const children = (
    <>
      <BackLink locale={locale} href={checkout.path('administrator')} />
      <ErrorSummary locale={locale} errors={errors} {...(notBought ? { lead: text.notBought } : {})} />
      <Steps locale={locale} current="review" checkout={checkout} />
      <h1>{text.title}</h1>
      <p class="lead">{text.lead}</p>
      <ReviewedOrder locale={locale} checkout={checkout} offer={offer} />
      <Consent
        c={c}
        checkout={checkout}
        offer={offer}
        terms={terms}
        problem={errors.find(({ field }) => field === 'agree')?.text}
      />
    </>
  );
  const title = titleOf(locale, text.title, errors.length > 0);
  return panelPage(c, 200, { title, current: 'cart', wide: true, children });
}
