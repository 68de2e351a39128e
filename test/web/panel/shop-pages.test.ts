/** What the pages of the shop do beside leading on, in a real browser. */
import { axeFindings, PHONE, withBrowser } from './support/browser.ts';
import {
  back,
  button,
  h1,
  mainText,
  next,
  search,
  shopping,
  toAdministrator,
  toCustomer,
  toReview,
} from './support/shopping.ts';

withBrowser('the pages of the shop', () => {
  const shop = shopping();

  test('a mistake is named in a summary that has the focus, beside its field, and stays after a reload', async () => {
    const page = await shop().open();
    await toAdministrator(page);
    await page.getByLabel('First name').fill('Grace');
    await page.getByLabel('E-mail address').fill('nobody');
    await next(page);
    for (const again of [() => Promise.resolve(), () => page.reload()]) {
      await again();
      expect(await page.title()).toMatch(/^Error: Administrator information/);
      expect(await page.locator('#error-summary:focus').count()).toBe(1);
      expect(await page.getByLabel('First name').inputValue()).toBe('Grace');
      expect(await page.getByLabel('E-mail address').inputValue()).toBe('nobody');
    }
    await page.getByRole('link', { name: 'Enter an e-mail address' }).click();
    expect(await page.locator('#email:focus').count()).toBe(1);
    await page.goBack();
    await page.getByLabel('Last name').fill('Hopper');
    await page.getByLabel('E-mail address').fill('grace@alster.example');
    await next(page);
    await page.goBack();
    expect(await page.title()).not.toMatch(/^Error/);
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('grace@alster.example');
  });

  test('a customer is found among many, page by page or by text; one on credit hold is shown and cannot be chosen', async () => {
    const page = await shop().open();
    await toCustomer(page);
    expect(await page.getByLabel('Café Köhler').isDisabled()).toBe(true);
    expect(await mainText(page)).toContain('On credit hold');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Page 2' }).click();
    expect(await page.getByLabel('Zulieferer 17').count()).toBe(1);
    await page.getByLabel('Find a customer').fill('zulieferer 39');
    await button(page, 'Find').click();
    expect(await page.getByRole('radio').count()).toBe(1);
    await page.getByLabel('Zulieferer 39').check();
    await next(page);
    expect(await mainText(page)).toContain('Zulieferer 39');
    await page.getByRole('link', { name: 'Choose another customer' }).click();
    await page.getByLabel('Find a customer').fill('nobody at all');
    await button(page, 'Find').click();
    expect(await mainText(page)).toContain('None of your customers has “nobody at all”');
    await page.getByRole('link', { name: 'Show all customers' }).click();
    expect(await mainText(page)).toContain('Chosen so far: Zulieferer 39');
    await next(page);
    expect(await mainText(page)).toContain('Zulieferer 39');
  });

  test('a new customer is added with its contacts, and chosen', async () => {
    const page = await shop().open();
    await toCustomer(page);
    await page.getByRole('link', { name: 'Add new customer' }).click();
    await page.getByLabel('Company name').fill('Neu & Söhne');
    await page.getByLabel('Country').selectOption('GB');
    await page.getByLabel('Street and number').fill('4 High Street');
    await page.getByLabel('Postal code').fill('12345');
    await page.getByLabel('Town or city').fill('Cirencester');
    const admin = page.getByRole('group', { name: 'Admin contact' });
    await admin.getByLabel('Name').fill('Priya Shah');
    await admin.getByLabel('E-mail address').fill('priya@neu.example');
    await page.getByRole('group', { name: 'Billing contact' }).getByLabel('Name').fill('Accounts');
    await button(page, 'Add the customer').click();
    const errors = await page.locator('#error-summary li').allTextContents();
    expect(errors).toEqual([
      'Enter a postal code as in United Kingdom, such as SW1A 1AA',
      'Enter the e-mail address of the billing contact in the form name@example.com',
    ]);
    await page.getByLabel('Postal code').fill('gl71aa');
    await page.getByRole('group', { name: 'Billing contact' }).getByLabel('E-mail address').fill('a@neu.example');
    await button(page, 'Add the customer').click();
    expect(await h1(page)).toBe('Is this the right customer?');
    const shown = await mainText(page);
    for (const words of ['Neu & Söhne', 'GL7 1AA', 'priya@neu.example', 'a@neu.example'])
      expect(shown).toContain(words);
  });

  test('the cart survives a new login; lines are changed and removed; empty, it has one thing to do', async () => {
    const page = await shop().open();
    for (const each of [0, 1]) await button(page, 'Add to Cart').nth(each).click();
    await button(page, 'Add to Cart').nth(0).click();
    expect(await mainText(page)).toContain('was in your cart already');
    const later = await shop().open({ viewport: PHONE });
    await later.getByRole('link', { name: 'Shopping Cart' }).click();
    await later.getByLabel('Licence quantity of Google Workspace Backup').fill('100');
    await button(later, 'Update the cart').click();
    expect(await mainText(later)).toContain('€236.00');
    await button(later, 'Remove').nth(1).click();
    expect(await mainText(later)).toContain('€230.00');
    await button(later, 'Remove').click();
    expect(await mainText(later)).toContain('Your cart is empty');
    await later.locator('main').getByRole('link').click();
    expect(await h1(later)).toBe('Catalogue');
  });

  test('an order that was left is found again in the cart, and can be discarded', async () => {
    const page = await shop().open();
    await toReview(page);
    await page.goto(`${shop().panel.url}/panel/cart`);
    await page.getByRole('link', { name: 'Continue this order' }).click();
    expect(await h1(page)).toBe('Review your order');
    await page.goto(`${shop().panel.url}/panel/cart`);
    await button(page, 'Discard').click();
    expect(await page.getByRole('link', { name: 'Continue this order' }).count()).toBe(0);
  });

  test('the review of several products breaks no rule of WCAG 2.2 AA either', async () => {
    const page = await shop().open({ viewport: PHONE });
    await shop().panel.store.shop.addToCart(shop().user.userId, 'acme-mail-archive');
    await toReview(page);
    expect(await page.getByRole('group', { name: 'If one of the products cannot be set up' }).count()).toBe(1);
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
  });

  test.each(['light', 'dark'] as const)(
    'no page of the shop breaks a rule of WCAG 2.2 AA (%s)',
    async (colorScheme) => {
      const found: unknown[] = [];
      const page = await shop().open({ colorScheme, viewport: PHONE });
      const check = async () => {
        const width = await page.evaluate<number>('document.documentElement.scrollWidth');
        if (width > PHONE.width) found.push([page.url(), `${width} wide`]);
        found.push(...(await axeFindings(page)).map((each) => [page.url(), each]));
      };
      await page.goto(`${shop().panel.url}/panel/cart`);
      await check();
      await search(page, 'nothing like it');
      await check();
      await page.goto(`${shop().panel.url}/panel/terms/2026-01`);
      await check();
      await search(page, '');
      await toCustomer(page, 7);
      await check();
      await page.getByLabel('Licence quantity').fill('25');
      await next(page);
      await next(page);
      await check();
      await page.getByRole('link', { name: 'Add new customer' }).click();
      await button(page, 'Add the customer').click();
      await check();
      await back(page);
      await page.getByLabel('Alster Verlag').check();
      await next(page);
      await check();
      await back(page);
      await back(page);
      await check();
      for (let step = 0; step < 4; step++) await next(page);
      await check();
      await page.getByText('Show Advanced Options').click();
      await page.getByLabel('Send email to ask').check();
      await check();
      await next(page);
      await button(page, 'Buy').click();
      await check();
      await page.goto(`${shop().panel.url}/panel/cart`);
      await check();
      expect(found).toEqual([]);
      await page.context().close();
    },
  );
});
