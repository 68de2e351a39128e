/** Tabs, ways back, reloads and Buy pressed twice, in a real browser. */
import { withBrowser } from './support/browser.ts';
import { agreeAndBuy, back, button, h1, next, orderIn, shopping, toCustomer, toReview } from './support/shopping.ts';

withBrowser('one order, whatever is pressed', () => {
  const shop = shopping();

  test('two tabs are two orders, and each keeps to itself', async () => {
    const one = await shop().open();
    const other = await one.context().newPage();
    await other.goto(`${shop().panel.url}/panel/catalogue`);
    await toCustomer(one, 25);
    await other.goto(`${shop().panel.url}/panel/cart`);
    await other.getByLabel('Licence quantity').fill('50');
    await next(other);
    await one.getByLabel('Alster Verlag').check();
    await other.getByLabel('Bergbahn AG').check();
    for (const step of [next, next]) for (const page of [one, other]) await step(page);
    for (const page of [one, other]) {
      await page.getByText('Show Advanced Options').click();
      await page.getByLabel('Send email to ask').check();
      await next(page);
    }
    for (const page of [one, other]) await agreeAndBuy(page);
    const [first, second] = await Promise.all(
      [one, other].map((page) => shop().panel.store.orders.get('alpha', orderIn(page))),
    );
    expect(first).toMatchObject({ customerId: 'cust-1', lines: [{ quantity: 25 }] });
    expect(second).toMatchObject({ customerId: 'cust-2', lines: [{ quantity: 50 }] });
  });

  test('the same order in two tabs, and Buy pressed in both: one order, and both come to it', async () => {
    const one = await shop().open();
    await toReview(one);
    const other = await one.context().newPage();
    await other.goto(one.url());
    const before = await shop().orders();
    for (const page of [one, other]) await page.getByLabel('I agree to the terms and conditions').check();
    await Promise.all([one, other].map((page) => button(page, 'Buy').click()));
    await Promise.all([one, other].map((page) => page.waitForURL(/\/panel\/orders\//)));
    expect(orderIn(one)).toBe(orderIn(other));
    expect(await shop().orders()).toBe(before + 1);
  });

  test('Buy pressed twice in a hurry is one order; going back afterwards leads to it', async () => {
    const page = await shop().open();
    await toReview(page);
    const review = page.url();
    const before = await shop().orders();
    await page.getByLabel('I agree to the terms and conditions').check();
    await button(page, 'Buy').dblclick();
    await page.waitForURL(/\/panel\/orders\//);
    const orderId = orderIn(page);
    await page.goBack();
    await page.waitForURL(/\/panel\/orders\//);
    expect(orderIn(page)).toBe(orderId);
    for (const step of ['quantities', 'customer', 'administrator', 'review']) {
      await page.goto(review.replace(/review$/, step));
      expect(orderIn(page)).toBe(orderId);
    }
    expect(await shop().orders()).toBe(before + 1);
  });

  test('going back and loading again at each step lose nothing', async () => {
    const page = await shop().open();
    await toReview(page);
    await page.reload();
    expect(await h1(page)).toBe('Review your order');
    await back(page);
    expect(await page.getByLabel('Last name').inputValue()).toBe('Hopper');
    await back(page);
    expect(await h1(page)).toBe('Is this the right customer?');
    await back(page);
    expect(await page.getByLabel('Alster Verlag').isChecked()).toBe(true);
    await back(page);
    expect(await page.getByLabel('Licence quantity').inputValue()).toBe('25');
    await page.waitForLoadState();
    await page.reload();
    for (let step = 0; step < 4; step++) await next(page);
    expect(await h1(page)).toBe('Review your order');
    // The browser's own way back, too.
    for (let step = 0; step < 2; step++) await page.goBack();
    expect(await h1(page)).toBe('Is this the right customer?');
  });
});
