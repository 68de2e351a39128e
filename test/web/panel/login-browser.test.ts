/** Both ways in, in a real browser: by the words on the page, by keyboard alone, with and without JavaScript. */
import type { Browser, Page } from 'playwright-core';
import { type Imonline, startImonline } from '../../../dev/imonline/imonline.ts';
import { axeFindings, launch, logIn, newPage, PHONE, tabTo, WIDE, withBrowser } from './support/browser.ts';
import { PASSWORD, startPanel, type TestPanel } from './support/panel.ts';

const ACCOUNTS = [
  { subject: 'im-uta', email: 'uta@alpha.example', emailVerified: true, name: 'Uta', password: 'sso secret' },
  { subject: 'im-uma', email: 'uma@elsewhere.example', emailVerified: true, name: 'Uma', password: 'sso secret' },
];

withBrowser('logging in', () => {
  let imonline: Imonline;
  let panel: TestPanel;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    imonline = await startImonline({ port: 0, accounts: ACCOUNTS, clientSecret: 'a secret of both' });
    const { url: issuer, clientId, clientSecret } = imonline;
    panel = await startPanel({ panel: { oidc: { issuer, clientId, clientSecret } } });
    await imonline.register(panel.url);
    const identity = { issuer, subject: 'im-uta', user_id: panel.user.userId };
    await panel.db.insertInto('identities').values(identity).execute();
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    await panel.close();
    await imonline.close();
  });
  beforeEach(async () => {
    await panel.db.deleteFrom('login_attempts').execute();
    page = await newPage(browser);
  });
  afterEach(() => page.context().close());

  const heading = (on = page) => on.locator('h1').textContent();
  const path = (on = page) => new URL(on.url()).pathname;

  test.each([true, false])(
    'with IMOnline lands on a page with the Control Panel (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const here = await newPage(browser, { javaScriptEnabled });
      await here.goto(`${panel.url}/panel`);
      await here.getByRole('link', { name: 'Log In with IMOnline' }).click();
      expect(new URL(here.url()).origin).toBe(imonline.url);
      await here.getByLabel('E-mail address').fill('uta@alpha.example');
      await here.getByLabel('Password').fill('wrong');
      await here.getByRole('button', { name: 'Sign in' }).click();
      await here.getByLabel('Password').fill('sso secret');
      await here.getByRole('button', { name: 'Sign in' }).click();
      expect(here.url()).toBe(`${panel.url}/panel`);
      expect(await heading(here)).toBe('Welcome, Uta User');
      await here.getByRole('link', { name: 'Control Panel' }).click();
      expect(path(here)).toBe('/panel/catalogue');
      await here.context().close();
    },
  );

  test('with a CMP account lands in the panel, by keyboard alone', async () => {
    await page.goto(`${panel.url}/panel/login`);
    await tabTo(page, 'E-mail address');
    await page.keyboard.type('uta@alpha.example');
    await tabTo(page, 'Password');
    await page.keyboard.type(PASSWORD);
    await tabTo(page, 'Log In With CMP Account');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/panel/catalogue');
    await page.goto(`${panel.url}/panel`);
    await tabTo(page, 'Log out');
    await page.keyboard.press('Enter');
    await page.getByText('You are logged out.').waitFor();
    await page.goto(`${panel.url}/panel`);
    expect(path()).toBe('/panel/login');
  });

  test('with IMOnline by keyboard alone', async () => {
    await page.goto(`${panel.url}/panel/login`);
    await tabTo(page, 'Log In with IMOnline');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${imonline.url}/**`);
    await tabTo(page, 'E-mail address');
    await page.keyboard.type('uta@alpha.example');
    await tabTo(page, 'Password');
    await page.keyboard.type('sso secret');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${panel.url}/panel`);
    await tabTo(page, 'Control Panel');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/panel/catalogue');
  });

  test('somebody whom nobody here knows, or who goes back, gets a page that says so', async () => {
    await page.goto(`${panel.url}/panel/login`);
    await page.getByRole('link', { name: 'Log In with IMOnline' }).click();
    await page.getByRole('link', { name: 'Cancel' }).click();
    expect(await heading()).toBe('You were not logged in');
    await page.getByRole('link', { name: 'Log in again' }).click();
    await page.getByRole('link', { name: 'Log In with IMOnline' }).click();
    await page.getByLabel('E-mail address').fill('uma@elsewhere.example');
    await page.getByLabel('Password').fill('sso secret');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await heading()).toBe('Your IMOnline account is not known here');
  });

  test('a mistake is shown at the top and at the field, and the address is still there', async () => {
    await page.goto(`${panel.url}/panel/login`);
    await page.getByRole('button', { name: 'Log In With CMP Account' }).click();
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.locator('#error-summary:focus').count()).toBe(1);
    await page.getByRole('link', { name: 'Enter your password' }).click();
    expect(await page.locator('#password:focus').count()).toBe(1);
    await page.getByLabel('E-mail address').fill('uta@alpha.example');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Log In With CMP Account' }).click();
    await page.getByRole('link', { name: 'The e-mail address or the password is not right' }).waitFor();
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('uta@alpha.example');
    expect(await page.getByLabel('Password').inputValue()).toBe('');
  });

  test('guessing leads to a page that says how long to wait', async () => {
    for (let attempt = 0; attempt < 7; attempt++) {
      await page.goto(`${panel.url}/panel/login`);
      await page.getByLabel('E-mail address').fill('bob@beta.example');
      await page.getByLabel('Password').fill('wrong');
      await page.getByRole('button', { name: 'Log In With CMP Account' }).click();
    }
    expect(await heading()).toBe('Please wait before you try again');
    expect(await page.getByText('You can try again in 2 seconds').count()).toBe(1);
  });

  test('the page asked for comes after the login, and a form that came too late is said to be lost', async () => {
    await logIn(page.context(), panel);
    await page.goto(`${panel.url}/panel`);
    panel.clock.now += 31 * 60_000;
    await page.getByRole('button', { name: 'Log out' }).click();
    expect(await page.getByText('was not carried out').count()).toBe(1);
    await page.goto(`${panel.url}/panel/catalogue?q=veritas`);
    await page.getByLabel('E-mail address').fill('uta@alpha.example');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Log In With CMP Account' }).click();
    expect(page.url()).toBe(`${panel.url}/panel/catalogue?q=veritas`);
  });

  test('the panel speaks German where the browser does, and English when the user says so', async () => {
    const german = await newPage(browser, { locale: 'de-DE' });
    await german.goto(`${panel.url}/panel/login`);
    expect(await heading(german)).toBe('Anmelden');
    expect(await german.locator('html').getAttribute('lang')).toBe('de');
    await german.getByRole('link', { name: 'English' }).click();
    expect([path(german), await heading(german)]).toEqual(['/panel/login', 'Log in']);
    await german.context().close();
  });

  test('no page of these breaks a rule of WCAG 2.2 AA, is wider than a phone, or is stopped by its own policy', async () => {
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const viewport of [PHONE, WIDE]) {
        const seen = await newPage(browser, { colorScheme, viewport });
        seen.on('console', (message) => {
          if (!/status of 4\d\d/.test(message.text())) found.push(message.text());
        });
        const check = async (name: string) => {
          const width = await seen.evaluate<number>('document.documentElement.scrollWidth');
          if (width > viewport.width) found.push(`${name} is ${width} wide`);
          for (const finding of await axeFindings(seen)) found.push(`${name} ${colorScheme}: ${finding}`);
          await shoot(seen, `${name}-${colorScheme}-${viewport.width}`);
        };
        await seen.goto(`${panel.url}/panel/login`);
        await check('login');
        await seen.getByRole('button', { name: 'Log In With CMP Account' }).click();
        await check('login-errors');
        await seen.goto(`${panel.url}/panel/login/callback?state=no`);
        await check('login-failed');
        await logIn(seen.context(), panel);
        await seen.goto(`${panel.url}/panel`);
        await check('home');
        await seen.goto(`${panel.url}/panel/no-such-page`);
        await check('missing');
        await seen.goto(`${panel.url}/panel/login/imonline`);
        await check('imonline');
        await seen.context().close();
      }
    }
    expect(found).toEqual([]);
  });

  /** For whoever wants to see the pages: SCREENSHOTS names a folder. */
  async function shoot(of: Page, name: string): Promise<void> {
    const folder = process.env.SCREENSHOTS;
    if (folder) await of.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  }
});
