/** The ten steps of the mission on the whole product, by both ways in and with both ways of giving the administrator. */
import type { Browser, Page } from 'playwright-core';
import { useProduct } from '../support/product.ts';
import { launch, newPage, withBrowser } from '../web/panel/support/browser.ts';
import { agreeAndBuy, next, orderIn, toAdministrator } from '../web/panel/support/shopping.ts';
import { mailboxOf } from './mailbox.ts';
import { vendorOf } from './vendor.ts';

withBrowser('a reseller, in a browser,', () => {
  const product = useProduct();
  const mailbox = mailboxOf(product);
  const vendor = vendorOf(product);
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  async function logInWithCmpAccount(page: Page) {
    const { email, password } = product.file.cmpAccount;
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Log In With CMP Account' }).click();
  }

  async function logInWithImonline(page: Page) {
    const account = product.file.imonlineAccount;
    if (!account) throw new Error('the stack brings an issuer of its own');
    await page.getByRole('link', { name: 'Log In with IMOnline' }).click();
    await page.getByLabel('E-mail address').fill(account.email);
    await page.getByLabel('Password').fill(account.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Control Panel' }).click();
  }

  const fill = async (page: Page, email: string) => {
    await page.getByLabel('First name').fill('Grace');
    await page.getByLabel('Last name').fill('Hopper');
    await page.getByLabel('E-mail address').fill(email);
  };

  async function provideMyself(page: Page, email: string) {
    expect(await page.getByLabel('Provide information yourself').isChecked()).toBe(true);
    await fill(page, email);
    await next(page);
  }

  async function askByMail(page: Page) {
    await page.getByText('Show Advanced Options').click();
    await page.getByLabel('Send email to ask for this information directly to the end-customer').check();
    await next(page);
  }

  test.each([
    ['Log In With CMP Account', 'Provide information yourself', logInWithCmpAccount, provideMyself],
    ['Log In With CMP Account', 'Send email', logInWithCmpAccount, askByMail],
    ['Log In with IMOnline', 'Provide information yourself', logInWithImonline, provideMyself],
    ['Log In with IMOnline', 'Send email', logInWithImonline, askByMail],
  ] as const)('takes the ten steps to an active subscription: %s, %s', async (login, how, logIn, administer) => {
    const page = await newPage(browser);
    const email = `grace.${login}.${how}`.toLowerCase().replaceAll(/[^a-z.]/g, '');
    await page.goto(`${product.file.panelUrl}/login`);
    await logIn(page);
    await toAdministrator(page, 'Hafenwerk GmbH');
    await administer(page, `${email}@hafen.example`);
    await agreeAndBuy(page);
    await page.waitForURL('**/panel/orders/**');
    const orderId = orderIn(page);

    if (administer === askByMail) {
      const customer = await newPage(browser);
      await customer.goto(await mailbox.link(orderId));
      await fill(customer, `${email}@hafen.example`);
      await customer.getByRole('main').getByRole('button').click();
      await customer.waitForURL('**/receipt');
      await customer.context().close();
    }
    // The order page follows by itself.
    await page.getByText('Completed', { exact: true }).first().waitFor();
    const held = await vendor.held({ lines: [{ lineId: `${orderId}-1` }] });
    expect(held).toMatchObject([{ login: `${email}@hafen.example`, seats: 25 }]);
    await page.context().close();
  });
});
