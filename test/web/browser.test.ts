/** The portal in a real browser, without JavaScript, on a phone's screen and a wide one. */
import { existsSync, readFileSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { type HttpServer, startHttp } from '../../web/site/server.ts';
import { edgeOf, useWorlds } from './support/edge.ts';
import { ADA, type World } from './support/world.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PHONE = { width: 390, height: 844 };

const AXE = 'node_modules/axe-core/axe.min.js';
const withAxe = existsSync(AXE) ? test : test.skip;
const withBrowser = existsSync(executablePath) ? describe : describe.skip;

withBrowser('in a browser without JavaScript', () => {
  const newWorld = useWorlds();
  let browser: Browser;
  let server: HttpServer;
  let world: World;
  let page: Page;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args });
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    world = await newWorld();
    server = await startHttp({ port: 0, app: (url) => edgeOf(world, { publicUrl: url }).app });
    page = await open({ viewport: PHONE });
  });
  afterEach(async () => {
    await page.context().close();
    await server.close();
  });

  async function open(options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled: false, ...options });
    return context.newPage();
  }

  test('the customer answers, gets a receipt, and loads it again', async () => {
    await page.goto(server.url + (await world.asking()).path);
    await page.getByLabel('First name').fill('Ada');
    await page.getByLabel('Last name').fill('Lovelace');
    await page.getByLabel('E-mail address').fill('ada@engines.example');
    await page.getByLabel('Phone number').fill('+44 20 7946 0958');
    await page.getByLabel('Language').selectOption('en-GB');
    await page.getByRole('button', { name: 'Send the details' }).click();
    expect(await page.locator('h1').textContent()).toBe('Thank you, we have the details');
    await page.reload();
    expect(await page.locator('h1').textContent()).toBe('Thank you, we have the details');
    await page.goBack();
    await page.reload();
    expect(await page.locator('h1').textContent()).toBe('The details are already here');
    expect(world.answers).toEqual([
      {
        details: {
          ...ADA,
          phone: '+442079460958',
          companyName: 'Engines <Ltd> & Sons',
          country: 'GB',
          language: 'en-GB',
        },
        by: 'customer',
        revision: 1,
      },
    ]);
  });

  test('after a mistake the summary has the focus, leads to the field, and the rest is still there', async () => {
    await page.goto(server.url + (await world.asking()).path);
    await page.getByLabel('First name').fill('Ada');
    await page.getByLabel('E-mail address').fill('nobody');
    await page.getByRole('button', { name: 'Send the details' }).click();
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.locator('#error-summary:focus').count()).toBe(1);
    await page.getByRole('link', { name: 'Enter an e-mail address' }).click();
    expect(await page.locator('input#email:focus, input#email:target').count()).toBe(1);
    expect(await page.getByLabel('First name').inputValue()).toBe('Ada');
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('nobody');
  });

  test('a customer whose browser speaks German answers in German, and may go on in English', async () => {
    const german = await open({ viewport: PHONE, locale: 'de-DE' });
    await german.goto(server.url + (await world.asking()).path);
    expect(await german.locator('h1').textContent()).toBe('Wer soll Office 365 Backup verwalten?');
    await german.getByLabel('Vorname').fill('Ada');
    await german.getByLabel('E-Mail-Adresse').fill('niemand');
    await german.getByRole('button', { name: 'Daten senden' }).click();
    expect(await german.title()).toMatch(/^Fehler: /);
    expect(await german.locator('#error-summary:focus').count()).toBe(1);
    await german.getByRole('link', { name: 'Geben Sie eine E-Mail-Adresse' }).click();
    expect(await german.locator('input#email:focus, input#email:target').count()).toBe(1);
    await german.getByLabel('Nachname').fill('Lovelace');
    await german.getByLabel('E-Mail-Adresse').fill('ada@engines.example');
    await german.getByLabel('Land').selectOption({ label: 'Vereinigtes Königreich' });
    await german.getByRole('button', { name: 'Daten senden' }).click();
    expect(await german.locator('h1').textContent()).toBe('Vielen Dank, wir haben die Daten');
    await german.getByRole('link', { name: 'English' }).click();
    expect(await german.locator('h1').textContent()).toBe('Thank you, we have the details');
    await german.reload();
    expect(await german.locator('html').getAttribute('lang')).toBe('en');
    await german.getByRole('link', { name: 'Deutsch' }).click();
    expect(await german.locator('h1').textContent()).toBe('Vielen Dank, wir haben die Daten');
    expect(world.answers).toMatchObject([{ details: { ...ADA, country: 'GB' }, revision: 1 }]);
    await german.context().close();
  });

  test('no page is wider than the phone, and everything to press is large enough for a thumb', async () => {
    // A name that nobody would want to read out, and in which no browser finds a place to break.
    const name = `${'Wasserversorgungs'.repeat(6)}verband`;
    await world.store.market.putCustomer({ ...world.customer, name });
    const { path, token, orderId } = await world.asking();
    world.links.set(`${token}x`, { kind: 'expired', claims: { orderId, revision: 1, expires: '' } });
    for (const locale of ['en-GB', 'de-DE']) {
      const narrow = await open({ viewport: { width: 320, height: 640 }, javaScriptEnabled: true, locale });
      for (const address of [path, `${path}x`, '/complete/broken', '/', '/api/docs', '/api/problems/internal']) {
        await narrow.goto(server.url + address);
        const width = await narrow.evaluate<number>('document.documentElement.scrollWidth');
        expect([locale, address, width]).toEqual([locale, address, 320]);
      }
      await narrow.goto(server.url + path);
      await narrow.locator('main button').click();
      expect(await narrow.evaluate<number>('document.documentElement.scrollWidth')).toBe(320);
      for (const control of await narrow.locator('input, select, button, .languages a').all()) {
        expect((await control.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      }
      await narrow.context().close();
    }
  });

  test('text stands out from what is behind it, by day and by night (WCAG 2.2 AA)', async () => {
    const { path } = await world.asking();
    for (const colorScheme of ['light', 'dark'] as const) {
      const seen = await open({ viewport: PHONE, colorScheme, javaScriptEnabled: true });
      for (const address of [path, `${path}x`, '/api/docs']) {
        await seen.goto(server.url + address);
        if (address === path) await seen.getByRole('button').click();
        const faint = (await seen.evaluate(FAINT_TEXT)) as string[];
        expect({ colorScheme, address, faint }).toEqual({ colorScheme, address, faint: [] });
      }
      await seen.context().close();
    }
  });

  withAxe.each([
    ['light', 'en-GB'],
    ['dark', 'en-GB'],
    ['light', 'de-DE'],
  ] as const)('no page breaks a rule of WCAG 2.2 AA that a program can check: %s, %s', async (colorScheme, locale) => {
    const found: unknown[] = [];
    const seen = await open({ viewport: PHONE, colorScheme, locale, javaScriptEnabled: true });
    const check = async () => {
      await seen.evaluate(readFileSync(AXE, 'utf8'));
      const { violations } = await seen.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
        "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
      );
      for (const { id, nodes } of violations) found.push([seen.url(), id, nodes[0]?.html]);
    };
    await seen.goto(server.url + (await world.asking()).path);
    await check();
    await seen.getByRole('button').click();
    await check();
    for (const address of [(await world.asking({ state: 'expired' })).path, '/complete/broken', '/', '/api/docs']) {
      await seen.goto(server.url + address);
      await check();
    }
    await seen.context().close();
    expect(found).toEqual([]);
  });

  test('the policy of the page lets everything of ours through', async () => {
    const complaints: string[] = [];
    const strict = await open({ viewport: PHONE, javaScriptEnabled: true });
    strict.on('console', (message) => complaints.push(message.text()));
    strict.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
    });
    const { path } = await world.asking();
    for (const address of [path, '/api/docs', '/']) await strict.goto(server.url + address);
    await strict.goto(server.url + path);
    await strict.getByLabel('First name').fill('Ada');
    await strict.getByLabel('Last name').fill('Lovelace');
    await strict.getByLabel('E-mail address').fill('ada@engines.example');
    await strict.getByRole('button').click();
    expect(await strict.locator('h1').textContent()).toBe('Thank you, we have the details');
    expect(complaints).toEqual([]);
    await strict.context().close();
  });
});

/** Runs in the page: the texts whose contrast with the nearest background is below 4.5 to 1 (WCAG 1.4.3). */
const FAINT_TEXT = `(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b]
    .map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, index) => sum + c * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = channels(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || element.tagName === 'OPTION') continue;
    const [one, other] = [channels(getComputedStyle(element).color), behind(element)].map(luminance);
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) faint.push(element.tagName + ' ' + element.className + ' ' + contrast.toFixed(2));
  }
  return faint;
})()`;
