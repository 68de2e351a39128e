/** Somebody who orders in a browser, by the words on the page. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { DEMO_TERMS } from '../../../../dev/terms.ts';
import type { User } from '../../../../store/store.ts';
import { aCustomer } from '../../../store/market.ts';
import { launch, logIn, newPage } from './browser.ts';
import { startPanel, type TestPanel } from './panel.ts';

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
/** Clicks, and waits until the page that it leads to is there: going on in the middle of it would get lost. */
async function follow(page: Page, what: Locator): Promise<void> {
  await Promise.all([page.waitForEvent('load'), what.click()]);
}

export const next = (page: Page) => follow(page, button(page, 'Next'));
export const back = (page: Page) => follow(page, page.getByRole('link', { name: 'Back', exact: true }));
export const h1 = (page: Page) => page.locator('h1').textContent();
export const mainText = async (page: Page) => (await page.locator('main').textContent()) ?? '';
export const orderIn = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) as string;

export async function search(page: Page, text: string) {
  await page.getByRole('searchbox', { name: 'Search', exact: true }).fill(text);
  await follow(page, button(page, 'Search'));
}

/** From the catalogue to the choice of a customer. */
export async function toCustomer(page: Page, seats = 25) {
  await search(page, 'Veritas');
  const addToCart = page.getByRole('listitem').filter({ hasText: 'Office 365 Backup' }).getByRole('button');
  await follow(page, addToCart);
  await follow(page, page.getByRole('link', { name: 'Shopping Cart' }));
  await page.getByLabel('Licence quantity of Office 365 Backup').fill(String(seats));
  await next(page);
}

export async function toAdministrator(page: Page, customer = 'Alster Verlag') {
  await toCustomer(page);
  await page.getByLabel(customer).check();
  await next(page);
  await next(page);
}

export async function toReview(page: Page) {
  await toAdministrator(page);
  await page.getByLabel('First name').fill('Grace');
  await page.getByLabel('Last name').fill('Hopper');
  await page.getByLabel('E-mail address').fill('grace@alster.example');
  await next(page);
  await page.waitForURL(/\/review$/);
}

export async function agreeAndBuy(page: Page) {
  await page.getByLabel('I agree to the terms and conditions').check();
  await follow(page, button(page, 'Buy'));
}

export interface Shopping {
  panel: TestPanel;
  /** A user of its own for each test, since carts belong to users. */
  user: User;
  /** The catalogue, in a browser of its own. */
  open(options?: BrowserContextOptions): Promise<Page>;
  /** How many orders the reseller has placed. */
  orders(): Promise<number>;
}

/** Declares what a file's tests need; `shopping` answers within a test. */
export function shopping(): () => Shopping {
  let browser: Browser;
  let panel: TestPanel;
  let user: User;
  let pages: Page[] = [];
  let users = 0;

  beforeAll(async () => {
    browser = await launch();
    panel = await startPanel();
    for (const terms of DEMO_TERMS) await panel.store.shop.putTerms(terms);
    for (let count = 10; count < 40; count++) {
      await panel.store.market.putCustomer(aCustomer('alpha', { name: `Zulieferer ${count}` }));
    }
  });
  afterAll(async () => {
    await browser?.close();
    await panel?.close();
  });
  beforeEach(async () => {
    users += 1;
    const account = { resellerId: 'alpha', name: 'Uta User', email: `user${users}@alpha.example` };
    user = await panel.store.accounts.addUser(account);
  });
  afterEach(async () => {
    for (const page of pages) await page.context().close();
    pages = [];
  });

  return () => ({
    panel,
    user,
    async open(options) {
      const page = await newPage(browser, options);
      pages.push(page);
      await logIn(page.context(), panel, user);
      await page.goto(`${panel.url}/panel/catalogue`);
      return page;
    },
    orders: async () => (await panel.store.orders.list('alpha', { limit: 100 })).items.length,
  });
}
