/** The pages of orders in a real Chromium: with JavaScript and without, by keyboard, and as axe sees them. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { axeFindings, launch, logIn, newPage, PHONE, tabTo, WIDE, withBrowser } from './support/browser.ts';
import {
  ADA,
  ASKED,
  COMPLETED,
  completedInPart,
  HELD,
  type OrdersPanel,
  PROVISIONING,
  REFUSED,
  startOrdersPanel,
} from './support/orders.ts';

withBrowser('the orders, in a browser', () => {
  let panel: OrdersPanel;
  let browser: Browser;
  let complaints: string[];

  beforeAll(async () => {
    [panel, browser] = await Promise.all([startOrdersPanel(), launch()]);
  });
  afterAll(async () => {
    await browser.close();
    await panel.close();
  });
  beforeEach(() => {
    complaints = [];
    panel.asked.length = 0;
    delete panel.next.answer;
    delete panel.next.message;
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await newPage(browser, options);
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await logIn(page.context(), panel);
    await page.goto(panel.url + path);
    return page;
  }

  const headings = (page: Page) => page.locator('h1').textContent();

  test('the page shows what happens without a reload, says it politely, and keeps the focus', async () => {
    const orderId = await panel.place();
    const page = await open(`/panel/orders/${orderId}`);
    await page.getByText('This page updates by itself.').waitFor();
    expect(await page.getByRole('link', { name: 'Refresh' }).isVisible()).toBe(false);
    await page.getByRole('link', { name: 'All orders of this customer' }).focus();
    await page.getByRole('link', { name: 'Cancel the order' }).focus();
    await panel.apply(orderId, REFUSED);
    await page.getByText('another contact, or the administrator’s details: the mail server refused').waitFor();
    expect(await page.locator('#cancel:focus').count()).toBe(1);
    expect(await page.locator('[role=status]#live-says').textContent()).toBe(
      'The order is now: Asking for the administrator. It waits on you.',
    );
    await panel.apply(orderId, PROVISIONING);
    await page.getByText('Being set up', { exact: true }).waitFor();
    expect(await page.locator('#cancel:focus').count()).toBe(1);
    await panel.apply(orderId, COMPLETED);
    await page.getByText('The subscription is active, and billing has begun.').waitFor();
    expect(await page.locator('#main:focus').count()).toBe(1);
    await page.getByText('This page updates by itself.').waitFor({ state: 'hidden' });
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('the order number is copied by a button, and what was done is said once', async () => {
    const orderId = await panel.place();
    const page = await open(`/panel/orders/${orderId}?done=placed`, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    expect(await page.getByText('Thank you. Your order is placed').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(orderId);
    await page.reload();
    expect(await page.getByText('Thank you. Your order is placed').count()).toBe(0);
    await page.context().close();
  });

  test('when the session ends the page stops updating, says so, and offers the way back', async () => {
    const orderId = await panel.place();
    const page = await open(`/panel/orders/${orderId}`);
    await page.getByText('This page updates by itself.').waitFor();
    await panel.db.deleteFrom('sessions').execute();
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await page.evaluate("dispatchEvent(new Event('pagehide'))");
    await page.evaluate("dispatchEvent(new Event('pageshow'))");
    await page.getByText('This page has stopped updating by itself.').waitFor();
    await page.getByRole('link', { name: 'Refresh' }).click();
    expect(page.url()).toContain('/panel/login');
    await page.context().close();
  });

  test('without JavaScript everything can be read and done: list, order, request, details, cancellation', async () => {
    const orderId = await panel.place([ASKED], { purchaseOrderNumber: 'PO-JS' });
    const page = await open('/panel/orders', { javaScriptEnabled: false, viewport: PHONE });
    await page.getByLabel('Search', { exact: true }).nth(1).fill('po-js');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(await page.locator('tbody tr').count()).toBe(1);
    await page.getByRole('link', { name: orderId }).click();
    expect(await headings(page)).toContain(orderId);
    expect(await page.getByRole('button', { name: 'Copy' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Send the request again' }).click();
    expect(await page.getByText('The request is on its way.').isVisible()).toBe(true);
    await page.getByRole('link', { name: 'Send it to another contact' }).click();
    await page.getByRole('button', { name: 'Send the request' }).click();
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.locator('#error-summary:focus').count()).toBe(1);
    await page.getByLabel('E-mail address').fill('it@customer1.example');
    await page.getByRole('button', { name: 'Send the request' }).click();
    await page.getByRole('link', { name: 'Cancel the order' }).click();
    await page.getByRole('link', { name: 'Keep the order' }).click();
    await page.getByRole('link', { name: 'Provide information yourself' }).click();
    await page.getByLabel('First name').fill('Grace');
    await page.getByLabel('Last name').fill('Hopper');
    await page.getByLabel('E-mail address').fill('grace@customer1.example');
    await page.getByRole('button', { name: 'Send the details' }).click();
    expect(await page.getByText('Being set up').isVisible()).toBe(true);
    expect(await page.getByText('Grace', { exact: true }).isVisible()).toBe(true);
    await panel.apply(orderId, COMPLETED);
    await page.getByRole('link', { name: 'Refresh' }).click();
    expect(await page.getByText('The subscription is active, and billing has begun.').isVisible()).toBe(true);
    expect(panel.asked.map(({ name }) => name)).toEqual([
      'resendInformationRequest',
      'resendInformationRequest',
      'provideAdministrator',
    ]);
    await page.context().close();
  });

  test('by keyboard alone: from the list to an order, and to its cancellation', async () => {
    const orderId = await panel.place([ASKED], { purchaseOrderNumber: 'PO-KEY' });
    const page = await open('/panel/orders?q=po-key');
    await tabTo(page, orderId);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/panel/orders/${orderId}`);
    await tabTo(page, /^Cancel the order/);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/cancellation');
    await tabTo(page, 'Cancel the order');
    await page.keyboard.press('Enter');
    await page.getByText('Your cancellation has arrived.').waitFor();
    expect(panel.asked.map(({ name }) => name)).toEqual(['cancel']);
    await page.context().close();
  });

  test('the filters work by keyboard, and the export is a file with the same orders', async () => {
    const orderId = await panel.place([ASKED], { purchaseOrderNumber: 'PO-FILE' });
    const page = await open('/panel/orders');
    await page.getByLabel('Customer', { exact: true }).fill('alster');
    await page.getByLabel('State').selectOption('Asking for the administrator');
    await page.getByRole('searchbox', { name: 'Search' }).nth(1).fill('po-file');
    await page.keyboard.press('Enter');
    await page.waitForURL('**q=po-file**');
    expect(await page.locator('tbody tr').count()).toBe(1);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export as CSV' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^orders-[\d-]+\.csv$/);
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    const rows = Buffer.concat(chunks).toString('utf8').split('\r\n').slice(1, -1);
    expect(rows).toEqual([expect.stringContaining(`${orderId},`)]);
    await page.context().close();
  });

  test('on paper the order is there, and what can only be pressed is not', async () => {
    const page = await open(`/panel/orders/${await panel.place()}`);
    await page.emulateMedia({ media: 'print' });
    for (const text of ['Office 365 Backup', 'Waiting on', 'What has happened']) {
      expect([text, await page.getByText(text, { exact: true }).first().isVisible()]).toEqual([text, true]);
    }
    for (const text of ['What you can do', 'This page updates by itself.', 'All orders of this customer', 'Log out']) {
      expect([text, await page.getByText(text, { exact: true }).first().isVisible()]).toEqual([text, false]);
    }
    await page.context().close();
  });

  test('no page breaks a rule of WCAG 2.2 AA that a program can check, nor is wider than a phone', async () => {
    const asking = await panel.place();
    const done = await panel.place([ASKED, PROVISIONING, COMPLETED]);
    const held = await panel.place([ASKED, PROVISIONING, HELD]);
    const stopping = await panel.place([ASKED, PROVISIONING]);
    const lines = ['veritas-o365-backup', 'acme-mail-archive'].map((productId) => ({ productId, quantity: 1000 }));
    const partial = await panel.place([ASKED, PROVISIONING], { lines });
    const failed = [{ lineId: `${partial}-2`, cause: 'givenUp' } as const];
    await panel.apply(partial, completedInPart(failed, { lineId: `${partial}-1`, subscriptionId: 'acc-1' }));
    const paths = [
      '',
      '?waiting=me&q=nothing&customerId=cust-1',
      `/${asking}?done=sent`,
      `/${done}`,
      `/${held}`,
      `/${partial}`,
      `/${stopping}/cancellation`,
      `/${asking}/administrator`,
      `/${asking}/information-request`,
      `/${held}/cancellation`,
      `/${done}/cancellation`,
      `/${done}/administrator`,
      '/NOSUCHORDR',
    ];
    const found: unknown[] = [];
    const looks = [
      { viewport: WIDE, colorScheme: 'light', locale: 'en-GB' },
      { viewport: PHONE, colorScheme: 'dark', locale: 'de-DE' },
    ] as const;
    for (const look of looks) {
      const page = await open('/panel/orders', look);
      for (const path of paths) {
        await page.goto(`${panel.url}/panel/orders${path}`);
        found.push(...(await axeFindings(page)).map((finding) => [look.locale, path, finding]));
        const width = await page.evaluate<number>('document.documentElement.scrollWidth');
        if (width > look.viewport.width) found.push([look.locale, path, width]);
      }
      for (const path of ['administrator', 'information-request']) {
        await page.goto(`${panel.url}/panel/orders/${asking}/${path}`);
        await page.locator('main form button').click();
        found.push(...(await axeFindings(page)).map((finding) => [look.locale, path, finding]));
      }
      panel.next.answer = { kind: 'alreadyAnswered', accepted: ADA };
      await page.goto(`${panel.url}/panel/orders/${asking}/administrator`);
      await page.locator('#firstName').fill('Grace');
      await page.locator('#lastName').fill('Hopper');
      await page.locator('#email').fill('grace@customer1.example');
      await page.locator('main form button').click();
      await page.locator('.notice.warn').waitFor();
      found.push(...(await axeFindings(page)).map((finding) => [look.locale, 'answered', finding]));
      await page.context().close();
    }
    expect(found).toEqual([]);
  }, 90_000);
});
