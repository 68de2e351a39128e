import { ORDER_STATES, type OrderStateName } from '../../workflows/contract/states.ts';
import { useEdge } from './support/edge.ts';
import { ADA, GRACE, UNTIL } from './support/world.ts';

const edge = useEdge();

const mail = (text: string) => text.match(/href="(mailto:[^"]+)"/)?.[1];

describe('the form', () => {
  test('it says what was ordered, by whom, for whom, and until when with the zone', async () => {
    const { world, open } = await edge({ timeZone: 'Europe/Berlin' });
    const { path, orderId } = await world.asking();
    const { status, text } = await open(path);
    expect(status).toBe(200);
    expect(text).toContain(orderId);
    expect(text).toContain('Office 365 Backup, 25 seats');
    expect(text).toContain('Alpha Cloud');
    expect(text).toContain('Engines &lt;Ltd&gt; &amp; Sons');
    expect(text).toContain(`<time datetime="${UNTIL}">Friday 27 November 2026, 17:00 CET</time>`);
  });

  test('it is prefilled with the company and its country, and with nothing about a person', async () => {
    const { world, open } = await edge();
    const { text } = await open((await world.asking()).path);
    expect(text).toMatch(/id="companyName"[^>]*value="Engines &lt;Ltd&gt; &amp; Sons"/);
    expect(text).toContain('<option value="GB" selected');
    for (const field of ['firstName', 'lastName', 'email', 'phone']) {
      expect(text).toMatch(new RegExp(`id="${field}"[^>]*value=""`));
    }
    expect(text).not.toContain('Babbage');
    expect(text).not.toContain('charles@');
  });

  test('every field has a label and says what a browser may fill in', async () => {
    const { world, open } = await edge();
    const { text } = await open((await world.asking()).path);
    const wanted = {
      firstName: 'given-name',
      lastName: 'family-name',
      email: 'email',
      phone: 'tel',
      companyName: 'organization',
      country: 'country',
      language: 'language',
    };
    for (const [field, autocomplete] of Object.entries(wanted)) {
      expect(text).toContain(`<label for="${field}">`);
      expect(text).toMatch(new RegExp(`<(input|select)[^>]*id="${field}"[^>]*autocomplete="${autocomplete}"`));
    }
    expect(text).toMatch(/<select id="country"[^>]*><option value="">Choose a country<\/option>/);
    expect(text).toMatch(/<select id="language"[^>]*><option value="" selected="">Choose a language<\/option>/);
  });

  test('GET and HEAD change nothing, however often a scanner follows the link', async () => {
    const { world, app, open } = await edge();
    const { path, orderId } = await world.asking();
    const before = await world.read(orderId);
    for (let visit = 0; visit < 10; visit++) {
      await open(path);
      await open(`${path}/receipt`);
      expect((await app.request(path, { method: 'HEAD' })).status).toBe(200);
    }
    expect([await world.read(orderId), world.answers]).toEqual([before, []]);
  });

  test('a page is cached nowhere, framed nowhere, indexed nowhere, and tells no other site where it came from', async () => {
    const { world, open } = await edge();
    const { headers } = await open((await world.asking()).path);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toContain('max-age');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('script-src');
  });

  test('over plain HTTP no browser is told to insist on HTTPS', async () => {
    const { world, open } = await edge({ publicUrl: 'http://127.0.0.1:3000' });
    expect((await open((await world.asking()).path)).headers.get('strict-transport-security')).toBeNull();
  });
});

describe('an answer', () => {
  test('it reaches the order with its link’s revision, trimmed, without empty fields, the phone in E.164', async () => {
    const { world, submit } = await edge();
    const { path } = await world.asking();
    const answer = await submit(path, {
      ...ADA,
      firstName: '  Ada ',
      phone: '0044 (20) 7946-0958',
      companyName: ' ',
      country: 'GB',
      language: '',
      surprise: 'x',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path}/receipt`]);
    expect(world.answers).toEqual([
      { details: { ...ADA, phone: '+442079460958', country: 'GB' }, by: 'customer', revision: 1 },
    ]);
  });

  test('the receipt shows what was accepted, and survives a reload', async () => {
    const { world, submit, open } = await edge();
    const { path } = await world.asking();
    await submit(path, { ...ADA });
    for (let load = 0; load < 2; load++) {
      const { status, text } = await open(`${path}/receipt`);
      expect(status).toBe(200);
      expect(text).toContain('Thank you');
      expect(text).toContain('ada@engines.example');
    }
  });

  test('the receipt is there even before the record follows', async () => {
    const { world, submit, open } = await edge();
    world.recordFollows = false;
    const { path } = await world.asking();
    await submit(path, { ...ADA });
    const { status, text } = await open(`${path}/receipt`);
    expect([status, text.includes('Thank you')]).toEqual([200, true]);
  });

  test('there is no receipt for what was not sent', async () => {
    const { world, open } = await edge();
    const { path } = await world.asking();
    const { status, headers } = await open(`${path}/receipt`);
    expect([status, headers.get('location')]).toEqual([303, path]);
  });

  test('the same answer twice is the same receipt', async () => {
    const { world, submit } = await edge();
    const { path, orderId } = await world.asking();
    await submit(path, { ...ADA });
    const before = await world.read(orderId);
    const again = await submit(path, { ...ADA });
    expect([again.status, again.headers.get('location')]).toEqual([303, `${path}/receipt`]);
    expect(await world.read(orderId)).toEqual(before);
  });

  test('another answer is told 409, who won and what was accepted', async () => {
    const { world, submit, open } = await edge();
    const { path } = await world.asking();
    await submit(path, { ...ADA });
    const other = await submit(path, { ...GRACE });
    expect(other.status).toBe(409);
    expect(other.text).toContain('The details are already here');
    expect(other.text).toContain('ada@engines.example');
    expect(other.text).not.toContain('grace@');
    expect((await open(path)).status).toBe(200);
  });

  test('an answer that loses to the reseller learns it, though the record did not know yet', async () => {
    const { world, submit } = await edge();
    const { path } = await world.asking();
    world.nextAnswer = {
      kind: 'alreadyAnswered',
      accepted: { by: 'reseller', at: '2026-11-20T09:59:59Z', details: GRACE },
    };
    const { status, text } = await submit(path, { ...ADA });
    expect(status).toBe(409);
    expect(text).toContain('Alpha Cloud has given the administrator’s details.');
    expect(text).toContain('grace@engines.example');
  });

  test('input is kept and each error stands beside its field and in the summary, in the same words', async () => {
    const { world, submit } = await edge();
    const { status, text } = await submit((await world.asking()).path, {
      firstName: '',
      lastName: 'O"Neil <b>',
      email: 'nobody',
      phone: '12',
      country: 'GB',
    });
    expect(status).toBe(422);
    expect(text).toMatch(/<title>Error: /);
    expect(text).toMatch(/<div class="summary" role="alert"[^>]*tabindex="-1"[^>]*autofocus/);
    for (const [field, words] of Object.entries({
      firstName: 'Enter a first name of at most 100 characters',
      email: 'Enter an e-mail address in the form name@example.com',
      phone: 'Enter a phone number with its country code, such as +4930123456',
    })) {
      expect(text).toContain(`<a href="#${field}">${words}</a>`);
      expect(text).toMatch(
        new RegExp(
          `id="${field}-error"><span class="visually-hidden">Error: </span>${words.replaceAll('+', '\\+')}</p>`,
        ),
      );
      expect(text).toMatch(
        new RegExp(`id="${field}"[^>]*aria-describedby="[^"]*${field}-error"[^>]*aria-invalid="true"`),
      );
    }
    expect(text).toContain('value="O&quot;Neil &lt;b&gt;"');
    expect(text).toContain('value="nobody"');
    expect(text).toContain('<option value="GB" selected');
    expect(text).not.toContain('id="lastName-error"');
    expect(world.answers).toEqual([]);
  });

  test('when the order system does not answer, the input is kept and pressing again is safe', async () => {
    const { world, submit } = await edge();
    world.nextAnswer = { kind: 'unavailable' };
    const { status, text, headers } = await submit((await world.asking()).path, { ...ADA });
    expect([status, headers.get('retry-after')]).toEqual([503, '5']);
    expect(text).toContain('value="ada@engines.example"');
    expect(text).toContain('safe to send them twice');
    expect(text).toContain(headers.get('x-request-id'));
  });

  test('anything but a form is refused', async () => {
    const { world, app } = await edge();
    const { path } = await world.asking();
    const json = await app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ADA),
    });
    expect(json.status).toBe(415);
    const huge = await app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `firstName=${'x'.repeat(70_000)}`,
    });
    expect(huge.status).toBe(413);
    expect(world.answers).toEqual([]);
  });

  test('details that the vendor sent back are in the form again, and the page says so', async () => {
    const { world, open } = await edge();
    const { path } = await world.asking({ answer: { by: 'customer', at: '2026-11-19T10:00:00Z', details: ADA } });
    const { status, text } = await open(path);
    expect(status).toBe(200);
    expect(text).toContain('The vendor could not take some of the administrator’s details');
    expect(text).toContain('value="ada@engines.example"');
  });
});

describe('a link that leads to no form', () => {
  test('after the deadline it says what happened and offers to ask the reseller; the order is untouched', async () => {
    const { world, open, submit } = await edge();
    const { path, token, orderId } = await world.asking();
    const before = await world.read(orderId);
    world.links.set(token, {
      kind: 'expired',
      claims: { orderId, revision: 1, expires: UNTIL },
    });
    world.now = Date.parse('2026-11-27T16:00:01Z');
    for (const page of [await open(path), await submit(path, { ...ADA })]) {
      expect(page.status).toBe(410);
      expect(page.text).toContain('This link has expired');
      expect(mail(page.text)).toBe(`mailto:orders@alpha.example?subject=New%20link%20for%20order%20${orderId}`);
      expect(page.text).toContain(page.headers.get('x-request-id'));
    }
    expect([world.answers, await world.read(orderId)]).toEqual([[], before]);
  });

  test('an extension counts, though the link in the mail names the old deadline', async () => {
    const { world, open } = await edge();
    const { path, token, orderId } = await world.asking();
    world.links.set(token, {
      kind: 'expired',
      claims: { orderId, revision: 1, expires: '2026-11-19T16:00:00Z' },
    });
    expect((await open(path)).status).toBe(200);
  });

  const PAGES = [
    ['expired', 410, 'This link has expired'],
    ['cancelled', 410, 'The order was cancelled'],
    ['pendingCancellation', 410, 'The order was cancelled'],
    ['failed', 410, 'The order has ended'],
    ['rejected', 410, 'The order has ended'],
    ['pending', 200, 'The details are already here'],
    ['inProgress', 200, 'The details are already here'],
    ['assessingCancellation', 200, 'The details are already here'],
    ['held', 200, 'The details are already here'],
    ['completed', 200, 'The subscription is ready'],
    ['partial', 200, 'Part of the order is ready'],
  ] as const;
  test('there is a page for every state in which nothing is asked', () => {
    const asking: OrderStateName[] = ['acknowledged', 'inquiring'];
    const others = ORDER_STATES.filter((state) => !asking.includes(state));
    expect(PAGES.map(([state]) => state).sort()).toEqual(others.sort());
  });

  test.each(PAGES)('an order that is %s has a page of its own', async (state, status, title) => {
    const { world, open, submit } = await edge();
    const { path } = await world.asking({ state });
    const page = await open(path);
    expect([page.status, page.text.includes(`<h1>${title}</h1>`)]).toEqual([status, true]);
    expect((await submit(path, { ...ADA })).status).toBe(status === 200 ? 409 : status);
    expect(world.answers).toEqual([]);
  });

  test.each(['completed', 'partial'] as const)(
    'an order that is ready says so, and names nobody to whoever has the link: %s',
    async (state) => {
      const { world, open } = await edge();
      const details = { ...ADA, phone: '+44 20 7946 0000' };
      const answer = { details, by: 'customer', at: '2026-11-20T08:00:00.000Z' } as const;
      const named = [details.lastName, details.email, details.phone];
      const before = await open((await world.asking({ state: 'inProgress', answer })).path);
      expect(named.filter((text) => before.text.includes(text))).toEqual(named);
      const page = await open((await world.asking({ state, answer })).path);
      expect([page.status, named.filter((text) => page.text.includes(text))]).toEqual([200, []]);
    },
  );

  test('of an order that was carried out in part, the page says what is missing, and that it is not charged', async () => {
    const { world, app } = await edge();
    const { path, orderId } = await world.asking({ state: 'inProgress' });
    const lines = [{ lineId: `${orderId}-1`, state: 'terminated' } as const];
    await world.apply(orderId, 'partial', { lines });
    const said = { en: 'This could not be set up, and is not charged', de: 'konnte, und wird nicht berechnet' };
    for (const [language, words] of Object.entries(said)) {
      const page = await app.request(path, { headers: { accept: 'text/html', cookie: `language=${language}` } });
      expect(await page.text()).toContain(`${words}: Office 365 Backup.`);
    }
  });

  test('an older mail’s link says that a newer one exists, and shows nothing of the order', async () => {
    const { world, open, submit } = await edge();
    const { path, orderId } = await world.asking();
    await world.sent(orderId, 2, 'x@y.example');
    for (const page of [await open(path), await submit(path, { ...ADA })]) {
      expect([page.status, page.text.includes('There is a newer link')]).toEqual([410, true]);
      expect(page.text).not.toContain('Engines');
    }
    await world.apply(orderId, 'pending', { answer: { by: 'customer', at: '2026-11-20T10:00:00Z', details: ADA } });
    const later = await open(path);
    expect(later.text).not.toContain('ada@engines.example');
  });

  test('the workflow’s word counts where the record is behind', async () => {
    const { world, submit } = await edge();
    const { path } = await world.asking();
    world.nextAnswer = { kind: 'superseded' };
    expect((await submit(path, { ...ADA })).status).toBe(410);
    world.nextAnswer = { kind: 'notPossible', state: 'expired' };
    expect((await submit(path, { ...ADA })).text).toContain('This link has expired');
    world.nextAnswer = { kind: 'notPossible', state: 'cancelled' };
    expect((await submit(path, { ...ADA })).status).toBe(410);
    // Still asking, and taking no answer: it is about to be cancelled.
    world.nextAnswer = { kind: 'notPossible', state: 'inquiring' };
    expect((await submit(path, { ...ADA })).text).toContain('The order was cancelled');
  });

  test('a forged, cut off or unknown link is 404 and tells nothing', async () => {
    const { world, open, submit } = await edge();
    const { token } = await world.asking();
    world.links.set('of-no-order', {
      kind: 'valid',
      claims: { orderId: '0000000000', revision: 1, expires: UNTIL },
    });
    for (const path of [
      `/complete/${token.slice(0, -1)}`,
      '/complete/x',
      '/complete/of-no-order',
      '/complete/x/receipt',
    ]) {
      const page = await open(path);
      expect([page.status, page.text.includes('This link does not work')]).toEqual([404, true]);
      expect(page.text).toContain(page.headers.get('x-request-id'));
    }
    expect((await submit('/complete/x', { ...ADA })).status).toBe(404);
  });

  test('a link that is tried too often has to wait, and works again afterwards', async () => {
    const { world, open } = await edge();
    const { path } = await world.asking();
    let page = await open(path);
    for (let visit = 0; visit < 80 && page.status === 200; visit++) page = await open(path);
    expect(page.status).toBe(429);
    expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(page.text).toContain('Too many tries');
    world.now += 60_000;
    expect((await open(path)).status).toBe(200);
  });

  test('a failure inside is a page with a reference and without its reason', async () => {
    const { world, open } = await edge();
    const { path } = await world.asking();
    world.beforeReading = () => Promise.reject(new Error('cannot read at 10.0.0.7'));
    const page = await open(path);
    expect(page.status).toBe(500);
    expect(page.text).toContain(page.headers.get('x-request-id'));
    expect(page.text).not.toContain('10.0.0.7');
  });

  test('a method that the page does not take is told which ones it takes', async () => {
    const { world, app } = await edge();
    const response = await app.request((await world.asking()).path, { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    expect(await response.text()).toContain('<!doctype html>');
  });
});
