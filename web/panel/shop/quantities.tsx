/** The first step of an order: how many seats of each product. */
import type { Context, Hono } from 'hono';
import type { ShopStore } from '../../../store/store.ts';
import type { Locale } from '../../site/locale.ts';
import { BackLink, ErrorSummary, type FormError, readTexts, titleOf } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import { CsrfField, panelPage } from '../frame.tsx';
import { type AtStep, type Checkout, goOn, troubleWith } from './draft.ts';
import { asQuery, Lines, readLines, Total, typedIn } from './lines.tsx';
import { Steps } from './steps.tsx';

interface Words {
  title: string;
  next: string;
  mixed: string;
  empty: string;
  cart: string;
}

const words: Record<Locale, Words> = {
  en: {
    title: 'How many seats of each?',
    next: 'Next',
    mixed:
      'These products have different terms or currencies now, so they cannot be one order. Remove what is different',
    empty: 'Nothing is left in this order.',
    cart: 'Go to your cart',
  },
  de: {
    title: 'Wie viele Lizenzen jeweils?',
    next: 'Weiter',
    mixed:
      'Diese Produkte haben jetzt verschiedene Bedingungen oder Währungen und können keine gemeinsame Bestellung sein. Entfernen Sie, was abweicht',
    empty: 'In dieser Bestellung ist nichts mehr.',
    cart: 'Zu Ihrem Korb',
  },
};

const REMOVE_FORM = 'remove-line';

export function quantitiesRoutes(app: Hono<PanelEnv>, at: AtStep, { shop }: { shop: ShopStore }): void {
  app.get(
    '/panel/order/:draftId/quantities',
    at('quantities', (c, checkout) => {
      const locale = c.get('locale');
      if (c.req.query('products') === undefined) return page(c, checkout, troubles(locale, checkout));
      // What was refused comes back in the address, so that this page can be loaded again, and be gone back to.
      const typed = typedIn((name) => c.req.query(name) ?? '');
      return page(c, checkout, readLines(locale, checkout.lines, typed).errors, typed);
    }),
  );

  app.post(
    '/panel/order/:draftId/quantities',
    at('quantities', async (c, checkout) => {
      const typed = typedIn(await readTexts(c));
      const read = readLines(c.get('locale'), checkout.lines, typed);
      if (read.errors.length > 0) {
        const ids = checkout.lines.map(({ productId }) => productId);
        return c.redirect(`${checkout.path('quantities')}?${asQuery(ids, typed)}`, 303);
      }
      const outcome = await shop.changeDraft(checkout.owner, checkout.draft.draftId, { lines: read.lines });
      return goOn(c, outcome, checkout, troubleWith(checkout.lines) === undefined ? 'customer' : 'quantities');
    }),
  );

  app.post(
    '/panel/order/:draftId/quantities/remove',
    at('quantities', async (c, checkout) => {
      const form = await readTexts(c);
      const lines = checkout.draft.lines.filter((line) => line.productId !== form('product'));
      return goOn(c, await shop.changeDraft(checkout.owner, checkout.draft.draftId, { lines }), checkout, 'quantities');
    }),
  );
}

/** What the catalogue has against the lines by now: somebody led back to this step must see why. */
function troubles(locale: Locale, { lines }: Checkout): FormError[] {
  const { errors } = readLines(locale, lines, (id) => String(lines.find((line) => line.productId === id)?.quantity));
  const [first] = lines;
  if (troubleWith(lines) !== 'mixed' || first === undefined) return errors;
  return [{ field: `line-${first.productId}`, text: words[locale].mixed }, ...errors];
}

function page(
  c: Context<PanelEnv>,
  checkout: Checkout,
  errors: FormError[],
  typed?: (productId: string) => string,
): Promise<Response> {
  const locale = c.get('locale');
  const text = words[locale];
  const { lines } = checkout;
  const cart = `${c.get('frame').base}/panel/cart`;
  const children = (
    <>
      <BackLink locale={locale} href={cart} />
      <ErrorSummary locale={locale} errors={errors} />
      <Steps locale={locale} current="quantities" checkout={checkout} />
      <h1>{text.title}</h1>
      {lines.length === 0 ? (
        <div class="card empty">
          <p>{text.empty}</p>
          <p>
            <a class="button" href={cart}>
              {text.cart}
            </a>
          </p>
        </div>
      ) : (
        <form method="post" action={checkout.path('quantities')} novalidate class="card">
          <CsrfField c={c} />
          <Lines
            locale={locale}
            lines={lines}
            errors={errors}
            removeForm={REMOVE_FORM}
            {...(typed === undefined ? {} : { typed })}
          />
          {troubleWith(lines) === 'mixed' ? null : <Total locale={locale} lines={lines} />}
          <div class="actions">
            <button type="submit">{text.next}</button>
          </div>
        </form>
      )}
      <form method="post" action={checkout.path('quantities/remove')} id={REMOVE_FORM}>
        <CsrfField c={c} />
      </form>
    </>
  );
  const title = titleOf(locale, text.title, errors.length > 0);
  return panelPage(c, 200, { title, current: 'cart', wide: true, children });
}
