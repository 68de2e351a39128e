/** The Shopping Cart: its lines with their quantities, and the way into an order. */
import type { Context, Hono } from 'hono';
import type { CartLine, ShopStore, UnfinishedDraft } from '../../../store/store.ts';
import type { Locale } from '../../site/locale.ts';
import { ErrorSummary, type FormError, readTexts, titleOf } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import { CsrfField, panelPage } from '../frame.tsx';
import { type DraftLine, orderKindOf } from './draft.ts';
import { asQuery, Lines, readLines, Total, typedIn } from './lines.tsx';
import { Steps } from './steps.tsx';
import { Unfinished } from './unfinished.tsx';

interface Words {
  title: string;
  lead: string;
  next: string;
  update: string;
  more: string;
  emptyText: string;
  browse: string;
  apart: string;
  part: (number: number) => string;
  saved: string;
}

const words: Record<Locale, Words> = {
  en: {
    title: 'Shopping Cart',
    lead: 'How many seats of each?',
    next: 'Next',
    update: 'Update the cart',
    more: 'Look for more in the catalogue',
    emptyText: 'Your cart is empty. What you add to it stays here, also when you log out.',
    browse: 'Look at the catalogue',
    apart: 'These products have different terms or currencies, so they cannot be one order. Order each part by itself.',
    part: (number) => `Part ${number}`,
    saved: 'The cart is saved.',
  },
  de: {
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
  },
};

const REMOVE_FORM = 'remove-line';

export function cartRoutes(app: Hono<PanelEnv>, { shop }: { shop: ShopStore }): void {
  app.get('/panel/cart', async (c) => {
    const { userId, resellerId } = c.get('user');
    const [cart, unfinished] = await Promise.all([shop.cart(userId), shop.unfinished({ userId, resellerId })]);
    const query = (name: string) => c.req.query(name) ?? '';
    const { sent, lines, typed } = readCart(cart, query);
    if (lines.length === 0) return page(c, { cart, unfinished });
    // What was refused comes back in the address, so that this page can be loaded again, and be gone back to.
    const { errors } = readLines(c.get('locale'), lines, typed);
    const kept = (productId: string) => (sent.has(productId) ? typed(productId) : undefined);
    return page(c, { cart, unfinished, errors, typed: kept });
  });

  app.post('/panel/cart', async (c) => {
    const { userId, resellerId } = c.get('user');
    const { base } = c.get('frame');
    const form = await readTexts(c);
    const cart = await shop.cart(userId);
    const { lines, typed } = readCart(cart, form);
    // Removed in another tab meanwhile: the cart as it is says so.
    if (lines.length === 0) return c.redirect(`${base}/panel/cart`, 303);
    const read = readLines(c.get('locale'), lines, typed);
    if (read.errors.length > 0) {
      const ids = lines.map(({ productId }) => productId);
      return c.redirect(`${base}/panel/cart?${asQuery(ids, typed)}`, 303);
    }
    await shop.setQuantities(userId, read.lines);
    if (form('press') === 'update') return c.redirect(`${base}/panel/cart?saved`, 303);
    const draftId = await shop.createDraft({ userId, resellerId }, read.lines);
    return c.redirect(`${base}/panel/order/${draftId}/customer`, 303);
  });

  app.post('/panel/cart/remove', async (c) => {
    const form = await readTexts(c);
    await shop.removeFromCart(c.get('user').userId, form('product'));
    return c.redirect(`${c.get('frame').base}/panel/cart`, 303);
  });

  app.post('/panel/order/:draftId/discard', async (c) => {
    const { userId, resellerId } = c.get('user');
    await shop.discardDraft({ userId, resellerId }, c.req.param('draftId'));
    return c.redirect(`${c.get('frame').base}/panel/cart`, 303);
  });
}

/** The part of the cart that a form is about. */
function readCart(cart: readonly CartLine[], form: (name: string) => string) {
  const sent = new Set(form('products').split(' '));
  const lines = cart.filter(({ product }) => sent.has(product.productId)).map(lineOf);
  return { sent, lines, typed: typedIn(form) };
}

function lineOf({ product, quantity }: CartLine): DraftLine {
  return { productId: product.productId, product, quantity };
}

/** Lines that can be one order, together; nearly always all of them. */
function parts(cart: readonly CartLine[]): DraftLine[][] {
  const byKind = new Map<string, DraftLine[]>();
  for (const line of cart) {
    const kind = orderKindOf(line.product);
    byKind.set(kind, [...(byKind.get(kind) ?? []), lineOf(line)]);
  }
  return [...byKind.values()];
}

interface Shown {
  cart: readonly CartLine[];
  unfinished: readonly UnfinishedDraft[];
  errors?: FormError[];
  /** What a form was sent with that could not be taken; only the part that was sent has input to keep. */
  typed?: (productId: string) => string | undefined;
}

function page(c: Context<PanelEnv>, { cart, unfinished, errors = [], typed }: Shown): Promise<Response> {
  const locale = c.get('locale');
  const text = words[locale];
  const { base } = c.get('frame');
  const orders = parts(cart);
  const children = (
    <>
      <ErrorSummary locale={locale} errors={errors} />
      {cart.length === 0 ? null : <Steps locale={locale} current="quantities" />}
      {c.req.query('saved') === undefined || cart.length === 0 ? null : (
        <div class="notice good" role="status">
          <p>{text.saved}</p>
        </div>
      )}
      <h1>{text.title}</h1>
      {cart.length === 0 ? <Empty text={text} path={`${base}/panel/catalogue`} /> : <p class="lead">{text.lead}</p>}
      {orders.length > 1 ? (
        <div class="notice warn">
          <p>{text.apart}</p>
        </div>
      ) : null}
      {orders.map((lines, index) => (
        <form method="post" action={`${base}/panel/cart`} novalidate class="card">
          <CsrfField c={c} />
          <input type="hidden" name="products" value={lines.map((line) => line.productId).join(' ')} />
          {orders.length > 1 ? <h2>{text.part(index + 1)}</h2> : null}
          <Lines
            locale={locale}
            lines={lines}
            errors={errors}
            removeForm={REMOVE_FORM}
            {...(typed === undefined ? {} : { typed })}
          />
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
      {cart.length === 0 ? null : (
        <>
          <form method="post" action={`${base}/panel/cart/remove`} id={REMOVE_FORM}>
            <CsrfField c={c} />
          </form>
          <p>
            <a href={`${base}/panel/catalogue`}>{text.more}</a>
          </p>
        </>
      )}
      <Unfinished c={c} drafts={unfinished} />
    </>
  );
  const wrong = errors.length > 0;
  const title = titleOf(locale, text.title, wrong);
  return panelPage(c, 200, { title, current: 'cart', wide: true, children });
}

function Empty({ text, path }: { text: Words; path: string }) {
  return (
    <div class="card empty">
      <p>{text.emptyText}</p>
      <p>
        <a class="button" href={path}>
          {text.browse}
        </a>
      </p>
    </div>
  );
}
