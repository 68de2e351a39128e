/** The form that corrects details, in a real Chromium, on a phone's screen. */
import type { Browser } from 'playwright-core';
import { type HttpServer, startHttp } from '../../web/site/server.ts';
import { axeFindings, launch, newPage, PHONE, withBrowser } from './panel/support/browser.ts';
import { correcting, IN_USE, TOO_LONG } from './support/corrections.ts';
import { edgeOf, useWorlds } from './support/edge.ts';
import { ADA, type World } from './support/world.ts';

const DETAILS = { ...ADA, companyName: 'Engines', phone: '+442079460958' };
/** In which no browser finds a place to break. */
const UNBROKEN = { field: 'phone', code: 'other', said: 'phone:'.padEnd(300, 'x') } as const;
const REFUSED = { details: DETAILS, corrections: [IN_USE, UNBROKEN, TOO_LONG] };

withBrowser('a correction, in a browser on a phone', () => {
  const newWorld = useWorlds();
  let browser: Browser;
  let server: HttpServer;
  let world: World;

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    world = await newWorld();
    server = await startHttp({ port: 0, app: (url) => edgeOf(world, { publicUrl: url }).app });
  });
  afterEach(() => server.close());

  test('without JavaScript the customer sees what was refused, corrects it, and gets a receipt', async () => {
    const page = await newPage(browser, { viewport: PHONE, javaScriptEnabled: false });
    await page.goto(server.url + (await correcting(world, REFUSED)).path);
    expect(await page.locator('h1').textContent()).toBe('Please correct the administrator’s details');
    expect(await page.locator('#error-summary:focus').count()).toBe(1);
    await page.getByRole('button', { name: 'Send the details' }).click();
    expect(await page.title()).toMatch(/^Error: /);
    expect(world.answers).toEqual([]);
    await page.getByRole('link', { name: 'E-mail address: already in use' }).click();
    expect(await page.locator('input#email:focus, input#email:target').count()).toBe(1);
    expect(await page.getByLabel('First name').inputValue()).toBe('Ada');
    await page.getByLabel('E-mail address').fill('augusta@engines.example');
    await page.getByRole('button', { name: 'Send the details' }).click();
    expect(await page.locator('h1').textContent()).toBe('Thank you, we have the details');
    const details = { ...DETAILS, email: 'augusta@engines.example' };
    expect(world.answers).toEqual([{ details, by: 'customer', revision: 2 }]);
    await page.context().close();
  });

  test.each([
    ['light', 'en-GB'],
    ['dark', 'de-DE'],
  ] as const)(
    'the form is no wider than the narrowest phone, and breaks no rule of WCAG 2.2 AA: %s, %s',
    async (colorScheme, locale) => {
      const { path } = await correcting(world, REFUSED);
      const page = await newPage(browser, { viewport: { width: 320, height: 640 }, colorScheme, locale });
      await page.goto(server.url + path);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(320);
      expect(await axeFindings(page)).toEqual([]);
      await page.context().close();
    },
  );
});
