/** The Shopping Cart's page: a form for each part that can be one order, nearly always one. */
import type { Context } from 'hono';
import type { CartLine, UnfinishedDraft } from '../../../store/store.ts';
import type { Locale } from '../../site/locale.ts';
import { ErrorSummary, type FormError, titleOf } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import { CsrfField, panelPage } from '../frame.tsx';
import { type DraftLine, orderKindOf } from './checkout.ts';
import { Lines, type LinesInput, Total } from './lines.tsx';
import { Steps } from './steps.tsx';
import { Unfinished } from './unfinished.tsx';

const en = {
  title: 'Shopping Cart',
  lead: 'How many seats of each?',
  next: 'Next',
  update: 'Update the cart',
  more: 'Look for more in the catalogue',
  emptyText: 'Your cart is empty. What you add to it stays here, also when you log out.',
  browse: 'Look at the catalogue',
  apart: 'These products have different terms or currencies, so they cannot be one order. Order each part by itself.',
  part: (number: number) => `Part ${number}`,
  saved: 'The cart is saved.',
};
type Words = typeof en;

const de: Words = {
  title: 'Warenkorb',
  lead: 'Wie viele Lizenzen jeweils?',
  next: 'Weiter',
  update: 'Korb speichern',
  more: 'Mehr im Katalog suchen',
  emptyText: 'Ihr Korb ist leer. Was Sie hineinlegen, bleibt darin, auch wenn Sie sich abmelden.',
  browse: 'Den Katalog ansehen',
  apart:
    'Diese Produkte haben verschiedene Bedingungen oder Währungen und können keine gemeinsame Bestellung sein. Bestellen Sie jeden Teil für sich.',
  part: (number) => `Teil ${number}`,
  saved: 'Der Korb ist gespeichert.',
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

const REMOVE_FORM = 'remove-line';

interface Shown {
  cart: readonly CartLine[];
  unfinished: readonly UnfinishedDraft[];
  /** What was typed and refused. */
  input: LinesInput;
  errors: readonly FormError[];
}

export function cartPage(c: Context<PanelEnv>, shown: Shown): Promise<Response> {
  const locale = c.get('locale');
  const { cart, unfinished, errors } = shown;
  return panelPage(c, 200, {
    title: titleOf(locale, words[locale].title, errors.length > 0),
    current: 'cart',
    wide: true,
    children: (
      <>
        <ErrorSummary locale={locale} errors={errors} />
        {cart.length === 0 ? <Empty c={c} /> : <Cart c={c} {...shown} />}
        <Unfinished c={c} drafts={unfinished} />
      </>
    ),
  });
}

export function lineOf({ product, quantity }: CartLine): DraftLine {
  return { productId: product.productId, product, quantity };
}

/** Lines that can be one order, together. */
function partsOf(cart: readonly CartLine[]): DraftLine[][] {
  const byKind = new Map<string, DraftLine[]>();
  for (const line of cart) {
    const kind = orderKindOf(line.product);
    byKind.set(kind, [...(byKind.get(kind) ?? []), lineOf(line)]);
  }
  return [...byKind.values()];
}

function Cart({ c, cart, input, errors }: Shown & { c: Context<PanelEnv> }) {
  const locale = c.get('locale');
  const text = words[locale];
  const { base } = c.get('frame');
  const parts = partsOf(cart);
  return (
    <>
      <Steps locale={locale} current="quantities" />
      {c.req.query('saved') === undefined ? null : (
        <div class="notice good" role="status">
          <p>{text.saved}</p>
        </div>
      )}
      <h1>{text.title}</h1>
      <p class="lead">{text.lead}</p>
      {parts.length > 1 ? (
        <div class="notice warn">
          <p>{text.apart}</p>
        </div>
      ) : null}
      {parts.map((lines, index) => (
        <form method="post" action={`${base}/panel/cart`} novalidate class="card">
          <CsrfField c={c} />
          <input type="hidden" name="products" value={lines.map((line) => line.productId).join(' ')} />
          {parts.length > 1 ? <h2>{text.part(index + 1)}</h2> : null}
          <Lines locale={locale} lines={lines} errors={errors} input={input} removeForm={REMOVE_FORM} />
          <Total locale={locale} lines={lines} />
          <div class="actions">
            <button type="submit" name="press" value="order">
              {text.next}
            </button>
            <button type="submit" name="press" value="update" class="second">
              {text.update}
            </button>
          </div>
        </form>
      ))}
      <form method="post" action={`${base}/panel/cart/remove`} id={REMOVE_FORM}>
        <CsrfField c={c} />
      </form>
      <p>
        <a href={`${base}/panel/catalogue`}>{text.more}</a>
      </p>
    </>
  );
}

function Empty({ c }: { c: Context<PanelEnv> }) {
  const text = words[c.get('locale')];
  return (
    <>
      <h1>{text.title}</h1>
      <div class="card empty">
        <p>{text.emptyText}</p>
        <p>
          <a class="button" href={`${c.get('frame').base}/panel/catalogue`}>
            {text.browse}
          </a>
        </p>
      </div>
    </>
  );
}
