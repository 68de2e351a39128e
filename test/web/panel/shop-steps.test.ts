/** The steps from the search to the order, in a real browser, by the words on the page. */
import { tabTo, withBrowser } from './support/browser.ts';
import {
  agreeAndBuy,
  back,
  button,
  h1,
  mainText,
  next,
  orderIn,
  search,
  shopping,
  toAdministrator,
  toReview,
} from './support/shopping.ts';

withBrowser('the steps of an order', () => {
  const shop = shopping();

  describe.each([
    ['with JavaScript', true],
    ['without JavaScript', false],
  ])('%s', (_, javaScriptEnabled) => {
    test('every step by its words, the administrator provided: the order is as it was put together', async () => {
      const page = await shop().open({ javaScriptEnabled });
      await search(page, 'Veritas');
      expect(await page.locator('main h2').allTextContents()).toEqual(['Google Workspace Backup', 'Office 365 Backup']);
      const card = page.getByRole('listitem').filter({ hasText: 'Office 365 Backup' });
      expect(await card.textContent()).toContain('€2.50 per seat and month');
      await button(page, 'Add to Cart').nth(1).click();
      const cart = page.getByRole('link', { name: 'Shopping Cart' });
      expect(await cart.textContent()).toMatch(/1\s*item/);
      await cart.click();
      await page.getByLabel('Licence quantity').fill('25');
      await next(page);
      expect(await h1(page)).toBe('Which customer is the order for?');
      await page.getByLabel('Alster Verlag').check();
      await next(page);
      expect(await mainText(page)).toContain('ada@customer1.example');
      await next(page);
      expect(await page.getByLabel('Provide information yourself').isChecked()).toBe(true);
      await page.getByLabel('First name').fill('Grace');
      await page.getByLabel('Last name').fill('Hopper');
      await page.getByLabel('E-mail address').fill('grace@alster.example');
      await page.getByLabel('Phone number').fill('0049 40 123456');
      await next(page);
      const review = await mainText(page);
      for (const words of ['Office 365 Backup', '25', '€62.50', 'Alster Verlag', 'Hopper', '+4940123456', 'Germany']) {
        expect(review).toContain(words);
      }
      await agreeAndBuy(page);
      const order = await shop().panel.store.orders.get('alpha', orderIn(page));
      expect(order).toMatchObject({
        customerId: 'cust-1',
        lines: [{ productId: 'veritas-o365-backup', quantity: 25 }],
        total: { minor: 6250, currency: 'EUR' },
        administratorMode: 'provided',
        termsVersion: '2026-01',
      });
      expect((await shop().panel.store.orders.workflowInput(orderIn(page))).administrator).toEqual({
        mode: 'provided',
        details: {
          firstName: 'Grace',
          lastName: 'Hopper',
          email: 'grace@alster.example',
          phone: '+4940123456',
          companyName: 'Alster Verlag',
          country: 'DE',
        },
      });
      expect(await shop().panel.store.shop.cartCount(shop().user.userId)).toBe(0);
    });

    test('the customer is asked by mail: the option is under the advanced ones, and names the address', async () => {
      const page = await shop().open({ javaScriptEnabled });
      await toAdministrator(page);
      const email = page.getByLabel('Send email to ask for this information directly to the end-customer');
      expect(await email.isVisible()).toBe(false);
      await page.getByText('Show Advanced Options').click();
      expect(await page.locator('#mode-email-hint').textContent()).toContain('ada@customer1.example');
      await email.check();
      expect(await page.getByLabel('First name').isVisible()).toBe(false);
      await next(page);
      expect(await mainText(page)).toContain('ada@customer1.example');
      await back(page);
      expect(await email.isChecked()).toBe(true);
      await next(page);
      await agreeAndBuy(page);
      expect((await shop().panel.store.orders.get('alpha', orderIn(page)))?.administratorMode).toBe('email');
    });

    test('of several products, what is to become of the others is chosen in the review, and stands on the order', async () => {
      const page = await shop().open({ javaScriptEnabled });
      await shop().panel.store.shop.addToCart(shop().user.userId, 'acme-mail-archive');
      await toReview(page);
      expect(await page.getByLabel('Keep the others').isChecked()).toBe(true);
      await page.getByLabel('All or nothing').check();
      await button(page, 'Buy').click();
      await page.waitForURL(/refused/);
      expect(await mainText(page)).toContain('To buy, agree to the terms and conditions');
      expect(await page.getByLabel('All or nothing').isChecked()).toBe(true);
      await agreeAndBuy(page);
      expect(await mainText(page)).toContain('Everything is undone');
      expect((await shop().panel.store.orders.get('alpha', orderIn(page)))?.lineFailure).toBe('undoAll');
    });
  });

  test('every step by keyboard alone', async () => {
    const page = await shop().open();
    await tabTo(page, 'Search');
    await page.keyboard.type('365');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=365/);
    await tabTo(page, 'Add to Cart');
    await page.keyboard.press('Enter');
    await page.waitForURL(/added=/);
    await tabTo(page, /^Shopping Cart/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/cart$/);
    await tabTo(page, /^Licence quantity/);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('10');
    // Enter goes on, and removes nothing.
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/customer$/);
    await tabTo(page, 'Find a customer');
    await page.keyboard.type('bergbahn');
    await page.keyboard.press('Enter');
    await page.waitForURL(/find=bergbahn/);
    await tabTo(page, 'Bergbahn AG');
    await page.keyboard.press('Space');
    await tabTo(page, 'Next');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/customer-review$/);
    await tabTo(page, 'Next');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/administrator$/);
    await tabTo(page, 'Show Advanced Options');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Last name');
    await page.locator('#mode-provided').focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('#mode-email').isChecked()).toBe(true);
    await tabTo(page, 'Next');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/review$/);
    await tabTo(page, 'I agree to the terms and conditions');
    await page.keyboard.press('Space');
    await tabTo(page, 'Buy');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/panel\/orders\//);
    expect(await shop().panel.store.orders.get('alpha', orderIn(page))).toMatchObject({ customerId: 'cust-2' });
  });
});
