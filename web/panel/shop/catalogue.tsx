/** The catalogue: what can be ordered, found by every word of a search. */
import type { Context, Hono } from 'hono';
import type { CartLine, MarketStore, Product, ShopStore } from '../../../store/store.ts';
import type { Locale } from '../../site/locale.ts';
import { moneyIn, numberIn } from '../../ui/formats.ts';
import type { PanelEnv } from '../context.ts';
import { CsrfField, panelPage } from '../frame.tsx';
import { words } from './catalogue-words.ts';
import { soldIn } from './quantity.ts';

type C = Context<PanelEnv>;

/** What adding to the cart has come to; the address says so afterwards. */
const OUTCOMES = ['added', 'already', 'notSold', 'full'] as const;

interface Deps {
  shop: Pick<ShopStore, 'cart'>;
  market: Pick<MarketStore, 'searchCatalogue'>;
}

export function catalogueRoutes(app: Hono<PanelEnv>, { shop, market }: Deps): void {
  async function show(c: C): Promise<Response> {
    const locale = c.get('locale');
    const text = words[locale];
    const query = (c.req.query('q') ?? '').trim().slice(0, 200);
    const [found, cart] = await Promise.all([market.searchCatalogue(query), shop.cart(c.get('user').userId)]);
    const vendors = found.length > 0 ? [] : vendorsOf(await market.searchCatalogue(''));
    const title = query === '' ? text.title : text.results(query);
    const path = `${c.get('frame').base}/panel/catalogue`;
    const children = (
      <>
        <Outcome c={c} cart={cart} />
        <h1>{title}</h1>
        {found.length > 0 ? (
          <Products c={c} query={query} found={found} cart={cart} path={path} />
        ) : (
          <NothingFound locale={locale} query={query} vendors={vendors} path={path} />
        )}
      </>
    );
    return panelPage(c, 200, { title, current: 'catalogue', wide: true, children });
  }

  app.get('/panel/catalogue', show);
}

function vendorsOf(products: readonly Product[]): string[] {
  return [...new Set(products.map((product) => product.vendorName))].sort((a, b) => a.localeCompare(b));
}

function Outcome({ c, cart }: { c: C; cart: readonly CartLine[] }) {
  const text = words[c.get('locale')];
  const outcome = OUTCOMES.find((each) => c.req.query(each) !== undefined);
  if (outcome === undefined) return null;
  if (outcome === 'notSold' || outcome === 'full') {
    return (
      <div class="notice warn" role="status">
        <p>{text[outcome]}</p>
      </div>
    );
  }
  const line = cart.find(({ product }) => product.productId === c.req.query(outcome));
  // The address was typed, or the line is gone again.
  if (line === undefined) return null;
  return (
    <div class="notice good" role="status">
      <p>
        {text[outcome](line.product.name)} <a href={`${c.get('frame').base}/panel/cart`}>{text.next}</a>
      </p>
    </div>
  );
}

interface ProductsProps {
  c: C;
  query: string;
  found: readonly Product[];
  cart: readonly CartLine[];
  path: string;
}

function Products({ c, query, found, cart, path }: ProductsProps) {
  const locale = c.get('locale');
  const text = words[locale];
  const seats = new Map(cart.map(({ product, quantity }) => [product.productId, quantity]));
  return (
    <>
      <p class="quiet">
        {text.count(numberIn(locale, found.length), found.length === 1)}
        {query === '' ? null : (
          <>
            {' · '}
            <a href={path}>{text.all}</a>
          </>
        )}
      </p>
      <ul class="products">
        {found.map((product) => (
          <li class="card product">
            <ProductCard c={c} query={query} product={product} seats={seats.get(product.productId)} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface ProductCardProps {
  c: C;
  query: string;
  product: Product;
  /** Of this product, in the cart. */
  seats: number | undefined;
}

function ProductCard({ c, query, product, seats }: ProductCardProps) {
  const locale = c.get('locale');
  const text = words[locale];
  const { productId, name, vendorName, description, price, quantity } = product;
  return (
    <>
      <h2 id={`product-${productId}`}>{name}</h2>
      <p class="vendor">
        {text.by} {vendorName}
      </p>
      <p class="description">{description}</p>
      <p class="price">
        <strong>{moneyIn(locale, price)}</strong> {text.perSeat}
      </p>
      <p class="quiet small">
        {text.quantity} {soldIn(locale, quantity)}
      </p>
      <form method="post" action={`${c.get('frame').base}/panel/cart/add`}>
        <CsrfField c={c} />
        <input type="hidden" name="product" value={productId} />
        <input type="hidden" name="q" value={query} />
        <button type="submit" aria-describedby={`product-${productId}`}>
          {text.add}
        </button>
        {seats === undefined ? null : <span class="in-cart">{text.inCart(numberIn(locale, seats), seats === 1)}</span>}
      </form>
    </>
  );
}

interface NothingFoundProps {
  locale: Locale;
  query: string;
  /** None: nothing is sold at all. */
  vendors: readonly string[];
  path: string;
}

function NothingFound({ locale, query, vendors, path }: NothingFoundProps) {
  const text = words[locale];
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
