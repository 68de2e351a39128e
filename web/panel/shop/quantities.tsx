/** The first step of an order: how many seats of each product. */
import type { Context, Hono } from 'hono';
import type { Line, ShopStore } from '../../../store/store.ts';
import type { Locale } from '../../site/locale.ts';
import { type FormError, type Read, readTexts } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import { CsrfField } from '../frame.tsx';
import { areMixed, type Checkout, type DraftLine } from './checkout.ts';
import { inputOfLines, Lines, type LinesInput, readLines, storedInput, Total } from './lines.tsx';
import { type AtStep, goOn, type StepPage } from './step-page.tsx';

const en = {
  title: 'How many seats of each?',
  next: 'Next',
  mixed: 'These products have different terms or currencies now, so they cannot be one order. Remove what is different',
  empty: 'Nothing is left in this order.',
  cart: 'Go to your cart',
};
type Words = typeof en;

const de: Words = {
  title: 'Wie viele Lizenzen jeweils?',
  next: 'Weiter',
  mixed:
    'Diese Produkte haben jetzt verschiedene Bedingungen oder Währungen und können keine gemeinsame Bestellung sein. Entfernen Sie, was abweicht',
  empty: 'In dieser Bestellung ist nichts mehr.',
  cart: 'Zu Ihrem Korb',
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

const REMOVE_FORM = 'remove-line';

export function quantitiesPage(shop: ShopStore): StepPage<'quantities', LinesInput, Line[]> {
  return {
    step: 'quantities',
    address: 'quantities',
    previous: 'cart',
    keptIn: 'address',
    input: (texts, { lines }) => inputOfLines(lines, texts),
    read: (c, { lines }, input) => read(c.get('locale'), lines, input),
    troubles: (c, { lines }) => troubles(c.get('locale'), lines),
    async take(c, checkout, lines) {
      return goOn(c, checkout, await shop.changeDraft(checkout.owner, checkout.draft.draftId, { lines }), 'customer');
    },
    view: (c, checkout, { input, errors }) => ({
      title: words[c.get('locale')].title,
      children: <Quantities c={c} checkout={checkout} input={input} errors={errors} />,
    }),
  };
}

/** Removes a line from the draft; from the cart only Buy does. */
export function addLineRemoval(app: Hono<PanelEnv>, at: AtStep, shop: ShopStore): void {
  async function removeLine(c: Context<PanelEnv>, checkout: Checkout): Promise<Response> {
    const { owner, draft } = checkout;
    const texts = await readTexts(c);
    const lines = draft.lines.filter((line) => line.productId !== texts('product'));
    return goOn(c, checkout, await shop.changeDraft(owner, draft.draftId, { lines }), 'quantities');
  }

  app.post('/panel/order/:draftId/quantities/remove', at('quantities', removeLine));
}

function read(locale: Locale, lines: readonly DraftLine[], input: LinesInput): Read<Line[]> {
  const { lines: meaning, errors } = readLines(locale, lines, input);
  const mixed = areMixed(lines) ? lines.slice(0, 1) : [];
  const wrong = [
    ...mixed.map(({ productId }) => ({ field: `line-${productId}`, text: words[locale].mixed })),
    ...errors,
  ];
  return wrong.length > 0 ? { errors: wrong } : { meaning };
}

/** What the catalogue has against the lines by now. */
function troubles(locale: Locale, lines: readonly DraftLine[]): FormError[] {
  const stored = read(locale, lines, storedInput(lines));
  return 'errors' in stored ? stored.errors : [];
}

interface QuantitiesProps {
  c: Context<PanelEnv>;
  checkout: Checkout;
  input: LinesInput | undefined;
  errors: readonly FormError[];
}

function Quantities({ c, checkout, input, errors }: QuantitiesProps) {
  const locale = c.get('locale');
  const text = words[locale];
  const { lines, path } = checkout;
  return (
    <>
      {lines.length === 0 ? (
        <div class="card empty">
          <p>{text.empty}</p>
          <p>
            <a class="button" href={`${c.get('frame').base}/panel/cart`}>
              {text.cart}
            </a>
          </p>
        </div>
      ) : (
        <form method="post" action={path('quantities')} novalidate class="card">
          <CsrfField c={c} />
          <Lines locale={locale} lines={lines} errors={errors} input={input} removeForm={REMOVE_FORM} />
          {areMixed(lines) ? null : <Total locale={locale} lines={lines} />}
          <div class="actions">
            <button type="submit">{text.next}</button>
          </div>
        </form>
      )}
      <form method="post" action={path('quantities/remove')} id={REMOVE_FORM}>
        <CsrfField c={c} />
      </form>
    </>
  );
}
