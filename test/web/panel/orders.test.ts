/** An order's page in the panel, what it says, and what can be done from it. */
import {
  ADA,
  ASKED,
  ASSESSING,
  COMPLETED,
  HELD,
  type OrdersPanel,
  PROVISIONING,
  REFUSED,
  readable,
  startOrdersPanel,
} from './support/orders.ts';

let panel: OrdersPanel;
let cookie: string;
beforeAll(async () => {
  panel = await startOrdersPanel();
  cookie = await panel.loggedIn();
});
afterAll(() => panel.close());
beforeEach(() => {
  panel.asked.length = 0;
  delete panel.next.answer;
  delete panel.next.message;
});

const GRACE = { firstName: 'Grace', lastName: 'Hopper', email: 'grace@customer1.example', phone: '', companyName: '' };

async function page(orderId: string, language = 'en'): Promise<string> {
  const { text, status } = await panel.open(`/panel/orders/${orderId}`, `${cookie}; language=${language}`);
  expect(status).toBe(200);
  return readable(text);
}

describe('the page of an order', () => {
  test('says what was ordered, at what price, for whom and under which terms', async () => {
    const lines = [
      { productId: 'veritas-o365-backup', quantity: 1000 },
      { productId: 'acme-mail-archive', quantity: 10 },
    ];
    const text = await page(await panel.place([ASKED], { lines, purchaseOrderNumber: 'PO <7> & Co' }));
    expect(text).toContain('Office 365 Backup 1,000 €2.50 €2,500.00');
    expect(text).toContain('Mail Archive 10 €1.20 €12.00');
    expect(text).toContain('Total per month €2,512.00');
    expect(text).toContain('Customer Alster Verlag');
    expect(text).toContain('Purchase order number PO &lt;7&gt; & Co');
    expect(text).toContain('Version 2026-01, agreed to with the order');
  });

  test('says on whom it waits, for what, until when, and what comes then', async () => {
    const orderId = await panel.place();
    const text = await page(orderId);
    expect(text).toContain(orderId);
    expect(text).toContain('Waiting on Ada Admin (ada@customer1.example), Alster Verlag');
    expect(text).toContain('For the administrator’s details, which we asked for by e-mail');
    expect(text).toContain('Until Friday 27 November 2026, 17:00 CET');
    expect(text).toContain('Then the order expires, and the reserved credit is released');
  });

  test('in German says it in German, with nothing of the record’s English', async () => {
    const asking = await page(await panel.place(), 'de');
    expect(asking).toContain('Wartet auf Ada Admin (ada@customer1.example), Alster Verlag');
    expect(asking).toContain('Bis Freitag, 27. November 2026, 17:00 Uhr (MEZ)');
    expect(asking).toContain('Danach läuft die Bestellung ab, und der reservierte Kredit wird frei');
    expect(asking).toContain('Der Kunde wurde per E-Mail um die Daten des Administrators gebeten');
    const held = await page(await panel.place([ASKED, PROVISIONING, HELD]), 'de');
    expect(held).toContain('Angehalten: Für den Kunden besteht eine Kreditsperre');
    const refused = await page(await panel.place([ASKED, REFUSED]), 'de');
    const completed = await page(await panel.place([ASKED, PROVISIONING, COMPLETED]), 'de');
    for (const text of [asking, held, refused, completed]) {
      expect(text).not.toMatch(/\b(the|order|customer|were|asked|waiting|mail server)\b/);
    }
  });

  test('shows an event of an earlier release as the record has it, and never as markup', async () => {
    const event = { kind: 'recorded', text: 'Something <b>old</b> happened' } as const;
    const orderId = await panel.place([ASKED, { ...ASKED, key: 'old', event }]);
    const { text } = await panel.open(`/panel/orders/${orderId}`, `${cookie}; language=de`);
    expect(text).toContain('Something &lt;b&gt;old&lt;/b&gt; happened');
  });

  test('shows the administrator once there is one, and by whom the details were given', async () => {
    const text = await page(await panel.place([ASKED, PROVISIONING]));
    expect(text).toContain(
      'First name Ada Last name Lovelace E-mail address ada@engines.example Country United Kingdom',
    );
    expect(text).toContain('Given by: Customer, Saturday 21 November 2026, 11:00 CET');
    expect(await page(await panel.place([], { administrator: { mode: 'provided', details: ADA.details } }))).toContain(
      'Provided by you with the order',
    );
  });

  test('shows the login at the vendor beside the administrator, where it is not the address', async () => {
    const orderId = await panel.place([ASKED, PROVISIONING]);
    const learnt = (login: string) =>
      panel.store.worker.accountLearnt(`${orderId}-1`, { subscriptionId: 'a-1', login });
    await learnt('ADA@engines.example');
    expect(await page(orderId)).not.toContain('Logs in at the vendor');
    const login = `ada+${orderId}-1@engines.example`;
    await learnt(login);
    expect(await page(orderId)).toContain(`Logs in at the vendor for Office 365 Backup with: ${login}`);
    expect(await page(orderId, 'de')).toContain(`Meldet sich beim Hersteller für Office 365 Backup an mit: ${login}`);
    await panel.store.worker.accountGone(`${orderId}-1`);
    expect(await page(orderId)).not.toContain(login);
  });

  test.each([
    [
      'is being asked',
      [ASKED],
      ['Provide information yourself', 'Send the request again', 'another contact', 'Cancel'],
    ],
    ['was refused by the mail server', [ASKED, REFUSED], ['Provide information yourself', 'another contact', 'Cancel']],
    ['has not been asked yet', [], ['Provide information yourself', 'Cancel']],
    ['has answered', [ASKED, PROVISIONING], ['Cancel']],
    ['has answered, and the order is being cancelled', [ASKED, PROVISIONING, ASSESSING], []],
    ['is on credit hold', [ASKED, PROVISIONING, HELD], ['Cancel']],
    ['has what was ordered', [ASKED, PROVISIONING, COMPLETED], []],
  ])('when the customer %s offers what the stage allows, and nothing else', async (_, steps, offered) => {
    const text = await page(await panel.place(steps));
    for (const action of ['Provide information yourself', 'Send the request again', 'another contact', 'Cancel the']) {
      const expected =
        offered.some((one) => action.startsWith(one)) || (action === 'Send the request again' && offered.length > 2);
      expect([action, text.includes(action)]).toEqual([action, expected]);
    }
  });

  test('weighs less than 100 kB with everything that it loads', async () => {
    const { text } = await panel.open(`/panel/orders/${await panel.place()}`, cookie);
    const assets = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((found) => found[1] as string);
    expect(assets.length).toBeGreaterThanOrEqual(3);
    let size = text.length;
    for (const asset of assets) size += (await panel.open(asset)).text.length;
    expect(size).toBeLessThan(100_000);
  });
});

test("another reseller's order is not there, whatever is asked of it, and nothing is asked of its workflow", async () => {
  const orderId = await panel.place();
  const own = await panel.place([ASKED], { resellerId: 'beta', customerId: 'cust-beta' });
  const stranger = await panel.loggedIn(panel.stranger);
  const parts = ['', '/administrator', '/information-request', '/cancellation'];
  for (const id of [orderId, 'NOSUCHORDR', "x' or '1'='1"]) {
    const path = `/panel/orders/${encodeURIComponent(id)}`;
    for (const part of parts) {
      const { status, text } = await panel.open(path + part, stranger);
      expect([part, status]).toEqual([part, 404]);
      expect(text).not.toContain('Alster Verlag');
    }
    expect((await panel.open(`${path}/events`, stranger)).status).toBe(404);
    for (const part of parts.slice(1)) {
      const sent = await panel.submit(
        path + part,
        { ...GRACE, to: 'same', means: 'before' },
        stranger,
        `/panel/orders/${own}`,
      );
      expect([part, sent.status]).toEqual([part, 404]);
    }
  }
  expect(panel.asked).toEqual([]);
  const { text } = await panel.open('/panel/orders', stranger);
  expect(text).not.toContain(orderId);
  expect((await panel.open('/panel/orders.csv', stranger)).text).not.toContain(orderId);
});

describe('providing the information yourself', () => {
  const path = (orderId: string) => `/panel/orders/${orderId}/administrator`;

  test('is taken, and leads back to the order, which goes on', async () => {
    const orderId = await panel.place();
    const sent = await panel.submit(
      path(orderId),
      { ...GRACE, phone: '+49 (0)30 / 123-456'.replace('(0)', '') },
      cookie,
    );
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `/panel/orders/${orderId}?done=provided`]);
    expect(panel.asked).toEqual([
      {
        name: 'provideAdministrator',
        orderId,
        request: {
          by: 'reseller',
          details: { firstName: 'Grace', lastName: 'Hopper', email: 'grace@customer1.example', phone: '+4930123456' },
        },
      },
    ]);
    expect(await page(`${orderId}?done=provided`)).toContain('Thank you. The administrator’s details were taken');
  });

  test('with a mistake is not sent, says what is wrong, and keeps what was typed', async () => {
    const { status, text } = await panel.submit(path(await panel.place()), { ...GRACE, email: 'grace' }, cookie);
    expect(status).toBe(422);
    expect(text).toMatch(/<title>Error: /);
    expect(text).toContain('<a href="#email">Enter an e-mail address in the form name@example.com</a>');
    expect(text).toContain('value="Grace"');
    expect(panel.asked).toEqual([]);
  });

  test('when somebody else was first says who, when and what', async () => {
    panel.next.answer = { kind: 'alreadyAnswered', accepted: ADA };
    const { status, text } = await panel.submit(path(await panel.place()), GRACE, cookie);
    expect(status).toBe(409);
    const said = readable(text);
    expect(said).toContain('Somebody else was first');
    expect(said).toContain('By: Customer, Saturday 21 November 2026, 11:00 CET');
    expect(said).toContain('Your details were not taken');
    expect(said).toContain('ada@engines.example');
  });

  test.each([
    [{ kind: 'notPossible', state: 'cancelled' } as const, 409, 'It is now: Cancelled. Nothing was changed'],
    [{ kind: 'superseded' } as const, 409, 'Nothing was changed'],
    [{ kind: 'unavailable' } as const, 503, 'did not answer in time'],
    [{ kind: 'invalid', message: 'no' } as const, 422, 'could not read that'],
  ])('that the workflow answers with %j says so', async (answer, status, words) => {
    panel.next.answer = answer;
    const sent = await panel.submit(path(await panel.place()), GRACE, cookie);
    expect(sent.status).toBe(status);
    expect(readable(sent.text)).toContain(words);
    if (status !== 409) expect(sent.text).toContain('value="grace@customer1.example"');
  });

  test('is not offered where there is an answer already, but the answer is shown', async () => {
    const { status, text } = await panel.open(path(await panel.place([ASKED, PROVISIONING])), cookie);
    expect(status).toBe(200);
    expect(readable(text)).toContain('The details are here already');
    expect(text).not.toContain('name="firstName"');
  });

  test('while the record has not followed yet, the order does not read as if it still asked', async () => {
    panel.next.answer = { kind: 'accepted' };
    const orderId = await panel.place();
    await panel.submit(path(orderId), GRACE, cookie);
    const text = await page(`${orderId}?done=provided`);
    expect(text).toContain('Details received');
    expect(text).not.toContain('Send the request again');
  });
});

describe('sending the request again', () => {
  const path = (orderId: string) => `/panel/orders/${orderId}/information-request`;

  test('goes to the contact that was asked, by one button on the order', async () => {
    const orderId = await panel.place();
    const sent = await panel.submit(path(orderId), { to: 'same' }, cookie, `/panel/orders/${orderId}`);
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `/panel/orders/${orderId}?done=sent`]);
    expect(panel.asked).toEqual([{ name: 'resendInformationRequest', orderId, request: { by: 'reseller' } }]);
    expect(await page(orderId)).toContain('The request was sent again; the earlier link no longer works');
  });

  test('goes to another contact, whose address must be one', async () => {
    const orderId = await panel.place();
    const wrong = await panel.submit(path(orderId), { name: 'x'.repeat(201), email: 'nobody' }, cookie);
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('<a href="#name">Enter a name of at most 200 characters</a>');
    expect(wrong.text).toContain('<a href="#email">Enter an e-mail address in the form name@example.com</a>');
    expect(panel.asked).toEqual([]);
    const sent = await panel.submit(path(orderId), { name: '', email: ' it@customer1.example ' }, cookie);
    expect(sent.status).toBe(303);
    expect(panel.asked).toEqual([
      { name: 'resendInformationRequest', orderId, request: { by: 'reseller', to: { email: 'it@customer1.example' } } },
    ]);
  });

  test.each([
    [{ kind: 'notPossible', state: 'inProgress' } as const, 409, 'It is now: Being set up'],
    [{ kind: 'unavailable' } as const, 503, 'did not answer in time'],
    [{ kind: 'limitReached', most: 20 } as const, 409, 'as often as an order allows'],
    [{ kind: 'invalid', message: 'no' } as const, 422, 'could not read that'],
  ])('that the workflow answers with %j says so, and can be repeated', async (message, status, words) => {
    panel.next.message = message;
    const orderId = await panel.place();
    const sent = await panel.submit(path(orderId), { to: 'same' }, cookie, `/panel/orders/${orderId}`);
    expect(sent.status).toBe(status);
    expect(readable(sent.text)).toContain(words);
    if (status !== 409) expect(sent.text).toContain('<input type="hidden" name="to" value="same"/>');
  });
});
