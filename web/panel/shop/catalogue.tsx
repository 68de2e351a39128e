/** The catalogue: what can be ordered, found by every word of a search. */
import type { Hono } from 'hono';
import type { MarketStore, Product, ShopStore } from '../../../store/store.ts';
import { isId } from '../../../workflows/contract/ids.ts';
import type { Locale } from '../../site/locale.ts';
import { moneyIn, numberIn } from '../../ui/formats.ts';
import type { PanelEnv } from '../context.ts';
import { CsrfField, panelPage } from '../frame.tsx';
import { soldIn } from './quantity.ts';

interface Words {
  title: string;
  results: (query: string) => string;
  count: (count: string, one: boolean) => string;
  all: string;
  by: string;
  perSeat: string;
  quantity: string;
  add: string;
  inCart: (seats: string, one: boolean) => string;
  added: (name: string) => string;
  already: (name: string) => string;
  next: string;
  notSold: string;
  full: string;
  nothing: (query: string) => string;
  tryThis: string;
  fewer: string;
  vendors: string;
  empty: string;
  emptyText: string;
}

const words: Record<Locale, Words> = {
  en: {
    title: 'Catalogue',
    results: (query) => `Results for “${query}”`,
    count: (count, one) => (one ? '1 product' : `${count} products`),
    all: 'Show the whole catalogue',
    by: 'by',
    perSeat: 'per seat and month',
    quantity: 'Sold in:',
    add: 'Add to Cart',
    inCart: (seats, one) => `In your cart: ${seats} ${one ? 'seat' : 'seats'}`,
    added: (name) => `${name} is in your cart.`,
    already: (name) => `${name} was in your cart already, and stays there as it was.`,
    next: 'Go to your cart',
    notSold: 'This product is no longer sold. Choose another one.',
    full: 'Your cart is full: an order takes 50 products. Order what is in it, or remove something.',
    nothing: (query) => `Nothing in the catalogue has “${query}”`,
    tryThis: 'What you can try:',
    fewer: 'Use fewer or shorter words. A product is found if each word is in its name, vendor or description.',
    vendors: 'Look at what a vendor sells:',
    empty: 'The catalogue is empty',
    emptyText: 'As soon as an operator has loaded products, they are here.',
  },
  de: {
    title: 'Katalog',
    results: (query) => `Treffer für „${query}“`,
    count: (count, one) => (one ? '1 Produkt' : `${count} Produkte`),
    all: 'Den ganzen Katalog zeigen',
    by: 'von',
    perSeat: 'je Lizenz und Monat',
    quantity: 'Verkauft werden:',
    add: 'In den Warenkorb',
    inCart: (seats, one) => `In Ihrem Korb: ${seats} ${one ? 'Lizenz' : 'Lizenzen'}`,
    added: (name) => `${name} liegt in Ihrem Korb.`,
    already: (name) => `${name} lag schon in Ihrem Korb und bleibt dort, wie es war.`,
    next: 'Zu Ihrem Korb',
    notSold: 'Dieses Produkt wird nicht mehr verkauft. Wählen Sie ein anderes.',
    full: 'Ihr Korb ist voll: Eine Bestellung fasst 50 Produkte. Bestellen Sie, was darin liegt, oder entfernen Sie etwas.',
    nothing: (query) => `Nichts im Katalog enthält „${query}“`,
    tryThis: 'Was Sie versuchen können:',
    fewer:
      'Weniger oder kürzere Wörter. Ein Produkt wird gefunden, wenn jedes Wort im Namen, beim Hersteller oder in der Beschreibung steht.',
    vendors: 'Ansehen, was ein Hersteller anbietet:',
    empty: 'Der Katalog ist leer',
    emptyText: 'Sobald ein Betreiber Produkte geladen hat, stehen sie hier.',
  },
};

const OUTCOMES = ['added', 'already', 'notSold', 'full'] as const;

export function catalogueRoutes(
  app: Hono<PanelEnv>,
  { shop, market }: { shop: ShopStore; market: Pick<MarketStore, 'searchCatalogue'> },
): void {
  app.get('/panel/catalogue', async (c) => {
    const locale = c.get('locale');
    const text = words[locale];
    const { base } = c.get('frame');
    const query = (c.req.query('q') ?? '').trim().slice(0, 200);
    const [found, cart] = await Promise.all([market.searchCatalogue(query), shop.cart(c.get('user').userId)]);
    const vendors = found.length > 0 ? [] : vendorsOf(await market.searchCatalogue(''));
    const quantities = new Map(cart.map(({ product, quantity }) => [product.productId, quantity]));
    const outcome = OUTCOMES.find((each) => c.req.query(each) !== undefined);
    const title = query === '' ? text.title : text.results(query);
    const children = (
      <>
        {outcome === undefined ? null : (
          <Notice
            text={text}
            outcome={outcome}
            product={cart.find(({ product }) => product.productId === c.req.query(outcome))?.product}
            cartPath={`${base}/panel/cart`}
          />
        )}
        <h1>{title}</h1>
        {found.length > 0 ? (
          <>
            <p class="quiet">
              {text.count(numberIn(locale, found.length), found.length === 1)}
              {query === '' ? null : (
                <>
                  {' · '}
                  <a href={`${base}/panel/catalogue`}>{text.all}</a>
                </>
              )}
            </p>
            <ul class="products">
              {found.map((product) => (
                <li class="card product">
                  <h2 id={`product-${product.productId}`}>{product.name}</h2>
                  <p class="vendor">
                    {text.by} {product.vendorName}
                  </p>
                  <p class="description">{product.description}</p>
                  <p class="price">
                    <strong>{moneyIn(locale, product.price)}</strong> {text.perSeat}
                  </p>
                  <p class="quiet small">
                    {text.quantity} {soldIn(locale, product.quantity)}
                  </p>
                  <form method="post" action={`${base}/panel/cart/add`}>
                    <CsrfField c={c} />
                    <input type="hidden" name="product" value={product.productId} />
                    <input type="hidden" name="q" value={query} />
                    <button type="submit" aria-describedby={`product-${product.productId}`}>
                      {text.add}
                    </button>
                    <InCart locale={locale} quantity={quantities.get(product.productId)} />
                  </form>
                </li>
              ))}
            </ul>
          </>
        ) : (
          <NothingFound text={text} query={query} vendors={vendors} path={`${base}/panel/catalogue`} />
        )}
      </>
    );
    return panelPage(c, 200, { title, current: 'catalogue', wide: true, children });
  });

  app.post('/panel/cart/add', async (c) => {
    const form = await c.req.parseBody();
    const productId = typeof form.product === 'string' && isId(form.product) ? form.product : '';
    const outcome = await shop.addToCart(c.get('user').userId, productId);
    const query = new URLSearchParams();
    if (typeof form.q === 'string' && form.q !== '') query.set('q', form.q.slice(0, 200));
    query.set(outcome, productId);
    return c.redirect(`${c.get('frame').base}/panel/catalogue?${query}`, 303);
  });
}

function vendorsOf(products: readonly Product[]): string[] {
  return [...new Set(products.map((product) => product.vendorName))].sort((a, b) => a.localeCompare(b));
}

interface NoticeProps {
  text: Words;
  outcome: (typeof OUTCOMES)[number];
  /** Absent: the address was typed, or the line is gone again. */
  product: Product | undefined;
  cartPath: string;
}

function Notice({ text, outcome, product, cartPath }: NoticeProps) {
  if (outcome === 'notSold' || outcome === 'full') {
    return (
      <div class="notice warn" role="status">
        <p>{text[outcome]}</p>
      </div>
    );
  }
  if (product === undefined) return null;
  return (
    <div class="notice good" role="status">
      <p>
        {text[outcome](product.name)} <a href={cartPath}>{text.next}</a>
      </p>
    </div>
  );
}

function InCart({ locale, quantity }: { locale: Locale; quantity: number | undefined }) {
  if (quantity === undefined) return null;
  return <span class="in-cart">{words[locale].inCart(numberIn(locale, quantity), quantity === 1)}</span>;
}

function NothingFound({ text, query, vendors, path }: { text: Words; query: string; vendors: string[]; path: string }) {
  if (vendors.length === 0) {
    return (
      <div class="card empty">
        <h2>{text.empty}</h2>
        <p>{text.emptyText}</p>
      </div>
    );
  }
  return (
    <div class="card empty">
      <h2>{text.nothing(query)}</h2>
      <p>{text.tryThis}</p>
      <ul>
        <li>{text.fewer}</li>
        <li>
          {text.vendors}
          <ul class="inline">
            {vendors.map((vendor) => (
              <li>
                <a href={`${path}?${new URLSearchParams({ q: vendor })}`}>{vendor}</a>
              </li>
            ))}
          </ul>
        </li>
      </ul>
      <p>
        <a class="button" href={path}>
          {text.all}
        </a>
      </p>
    </div>
  );
}
