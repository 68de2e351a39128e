/** The frame of every page of the control panel. */
import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Locale } from '../site/locale.ts';
import { numberIn } from '../ui/formats.ts';
import { LanguageSwitch } from '../ui/language-switch.tsx';
import { Logo, respond } from '../ui/layout.tsx';
import type { PanelEnv } from './context.ts';
import { CartIcon, CatalogueIcon, OrdersIcon } from './icons.tsx';

export interface PanelPageProps {
  /** Without the name of the site; begins with "Error:" where a form was refused. */
  title: string;
  /** The part of the panel that the page belongs to. */
  current?: 'catalogue' | 'cart' | 'orders';
  wide?: boolean;
  /** Paths under `/assets` of scripts that make the page better; it must work without them. */
  scripts?: readonly string[];
  /** How many orders wait on the reseller, where the page has read that already. */
  waiting?: number;
  children: Child;
}

const en = {
  menu: 'Control Panel',
  catalogue: 'Catalogue',
  search: 'Search',
  searchHint: 'Products',
  cart: 'Shopping Cart',
  items: (count: number): string => (count === 1 ? 'item' : 'items'),
  orders: 'Orders',
  waiting: (count: number): string => (count === 1 ? 'waits for you' : 'wait for you'),
  account: 'Your account',
  logOut: 'Log out',
};

type Words = typeof en;

const de: Words = {
  menu: 'Control Panel',
  catalogue: 'Katalog',
  search: 'Suchen',
  searchHint: 'Produkte',
  cart: 'Warenkorb',
  items: () => 'Artikel',
  orders: 'Bestellungen',
  waiting: (count) => (count === 1 ? 'wartet auf Sie' : 'warten auf Sie'),
  account: 'Ihr Konto',
  logOut: 'Abmelden',
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

/** Answers with a page of the panel for a user who is logged in. */
export async function panelPage(
  c: Context<PanelEnv>,
  status: ContentfulStatusCode,
  { title, current, wide, scripts, waiting: known, children }: PanelPageProps,
): Promise<Response> {
  const { userId, resellerId } = c.get('user');
  const { base, cartCount, waitingOnReseller } = c.get('frame');
  const [items, waiting] = await Promise.all([cartCount(userId), known ?? waitingOnReseller(resellerId)]);
  return respond(c, status, {
    title,
    base,
    locale: c.get('locale'),
    wide: wide === true,
    header: <Header c={c} current={current} items={items} waiting={waiting} />,
    scripts,
    children,
  });
}

/** What every form of the panel must carry. */
export function CsrfField({ c }: { c: Context<PanelEnv> }) {
  return <input type="hidden" name="csrf" value={c.get('csrf')} />;
}

/** The page's own address, as the browser knows it: path and query. */
function addressOf(c: Context<PanelEnv>): string {
  const { pathname, search } = new URL(c.req.url);
  return c.get('frame').base + pathname + search;
}

interface HeaderProps {
  c: Context<PanelEnv>;
  current: PanelPageProps['current'];
  items: number;
  waiting: number;
}

function Header({ c, current, items, waiting }: HeaderProps) {
  const locale = c.get('locale');
  const { base } = c.get('frame');
  const user = c.get('user');
  const text = words[locale];
  const here = (part: PanelPageProps['current']) => (part === current ? 'page' : undefined);
  return (
    <div class="bar">
      <a class="brand" href={`${base}/panel/catalogue`}>
        <Logo />
        <span>Order Saga</span>
      </a>
      <search>
        <form method="get" action={`${base}/panel/catalogue`}>
          <label class="visually-hidden" for="search">
            {text.search}
          </label>
          <input
            type="search"
            id="search"
            name="q"
            value={current === 'catalogue' ? (c.req.query('q') ?? '') : ''}
            placeholder={text.searchHint}
            maxlength={200}
            autocomplete="off"
          />
          <button type="submit">{text.search}</button>
        </form>
      </search>
      <nav class="menu" aria-label={text.menu}>
        <a href={`${base}/panel/catalogue`} aria-current={here('catalogue')}>
          <CatalogueIcon />
          <span class="label">{text.catalogue}</span>
        </a>
        <a href={`${base}/panel/cart`} aria-current={here('cart')}>
          <CartIcon />
          <span class="label">{text.cart}</span>{' '}
          <span class={items === 0 ? 'count none' : 'count'}>{numberIn(locale, items)}</span>
          <span class="visually-hidden"> {text.items(items)}</span>
        </a>
        <a href={`${base}/panel/orders`} aria-current={here('orders')}>
          <OrdersIcon />
          <span class="label">{text.orders}</span>
          {waiting === 0 ? null : (
            <>
              {' '}
              <span class="count urgent">{numberIn(locale, waiting)}</span>
              <span class="visually-hidden"> {text.waiting(waiting)}</span>
            </>
          )}
        </a>
      </nav>
      <section class="account" aria-label={text.account}>
        <span class="who" title={user.email}>
          {user.name}
        </span>
        <LanguageSwitch locale={locale} back={addressOf(c)} base={base} />
        <form method="post" action={`${base}/panel/logout`}>
          <CsrfField c={c} />
          <button type="submit" class="plain">
            {text.logOut}
          </button>
        </form>
      </section>
    </div>
  );
}
