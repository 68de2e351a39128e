/** The operators' page in a real browser, without JavaScript, on a phone's screen and a wide one. */
import type { Browser } from 'playwright-core';
import { type HttpServer, startHttp } from '../../web/site/server.ts';
import { axeFindings, launch, newPage, PHONE, WIDE, withBrowser } from './panel/support/browser.ts';
import { edgeOf, useWorlds } from './support/edge.ts';
import type { World } from './support/world.ts';

withBrowser('an operator', () => {
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
    const operator = { sessions: world.store.operatorSessions, sessionIdleMinutes: 30, sessionHours: 12 };
    server = await startHttp({ port: 0, app: (url) => edgeOf(world, { operator, publicUrl: url }).app });
  });
  afterEach(() => server.close());

  /** A comparison has found that the account of a line is missing. */
  async function aFinding(): Promise<void> {
    const { comparison } = world.store;
    const runId = crypto.randomUUID();
    const details = { vendor: 'keepit', region: 'dk-co', lineId: '0123456789-1', accountId: 'abc123-def456-ghi789' };
    const difference = { kind: 'accountMissing', subject: '0123456789-1', orderId: '0123456789', details } as const;
    await comparison.beginRun(runId);
    await comparison.found({ runId, scope: 'all' }, difference);
    await comparison.endRun(runId, { accounts: 12, lines: 8, orders: 30 }, []);
  }

  test('signs in, reads what is not as it should be, has it compared, and signs out', async () => {
    await aFinding();
    const page = await newPage(browser, { javaScriptEnabled: false });
    await page.goto(`${server.url}/operator`);
    await page.getByLabel('Token').fill(world.operatorToken);
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.locator('article h3').allTextContents()).toEqual(['Account missing']);
    await page.getByLabel('Kind').selectOption('Second account of a line');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(await page.locator('article').count()).toBe(0);
    await page.getByRole('button', { name: 'Compare now' }).click();
    expect(await page.getByRole('status').textContent()).toContain('A comparison has been started');
    expect(world.comparisons).toBe(1);
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(new URL(page.url()).pathname).toBe('/operator/sign-in');
    await page.context().close();
  });

  test('has pages that everybody can use, on every screen', async () => {
    await aFinding();
    for (const viewport of [PHONE, WIDE]) {
      const page = await newPage(browser, { viewport });
      await page.goto(`${server.url}/operator`);
      expect(await axeFindings(page)).toEqual([]);
      await page.getByLabel('Token').fill('no token');
      await page.getByRole('button', { name: 'Sign in' }).click();
      expect(await axeFindings(page)).toEqual([]);
      await page.getByLabel('Token').fill(world.operatorToken);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Compare now' }).waitFor();
      expect(await axeFindings(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
      await page.context().close();
    }
  });
});
