/** The pages in the language that the visitor's browser asks for, or that the visitor chose. */
import { safeBack } from '../../web/site/language.ts';
import { useEdge } from './support/edge.ts';
import { ADA, GRACE } from './support/world.ts';

const edge = useEdge();

const GERMAN = { 'accept-language': 'de-AT,de;q=0.9,en;q=0.8' };

/** A visitor whose browser sends these headers. */
async function visitor(headers: Record<string, string>, more: Parameters<typeof edge>[0] = {}) {
  const { world, app } = await edge(more);
  async function answer(path: string, init: RequestInit = {}) {
    const response = await app.request(path, {
      ...init,
      headers: { accept: 'text/html', ...headers, ...init.headers },
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }
  const submit = (path: string, fields: object) =>
    answer(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...fields }).toString(),
    });
  return { world, open: answer, submit };
}

const languageOf = ({ text }: { text: string }) => /<html lang="(\w+)">/.exec(text)?.[1];

describe('which language', () => {
  test.each([
    ['de', 'de'],
    ['de-CH, fr;q=0.5', 'de'],
    ['fr, de;q=0.4, en;q=0.6', 'en'],
    ['en;q=0, de;q=0.1', 'de'],
    ['fr', 'en'],
    ['*', 'en'],
    ['', 'en'],
    [',;q=,de;q=x;', 'de'],
  ])('a browser that asks for "%s" gets %s', async (wish, language) => {
    const { world, open } = await visitor({ 'accept-language': wish });
    const page = await open((await world.asking()).path);
    expect([languageOf(page), page.headers.get('content-language')]).toEqual([language, language]);
  });

  test('what the visitor chose goes before what the browser asks for', async () => {
    const { world, open } = await visitor({ ...GERMAN, cookie: 'language=en' });
    expect(languageOf(await open((await world.asking()).path))).toBe('en');
    const nonsense = await visitor({ ...GERMAN, cookie: 'language=xx' });
    expect(languageOf(await nonsense.open((await nonsense.world.asking()).path))).toBe('de');
  });

  test('a page offers the other language, and choosing it leads back to the same page', async () => {
    const { world, open } = await visitor({});
    const { path } = await world.asking();
    for (const address of [path, '/', '/complete/broken', '/nowhere?x=1&y=2']) {
      const { text } = await open(address);
      const link = /<a href="([^"]+)" lang="de"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
      const choice = await open(link);
      expect([choice.status, choice.headers.get('location')]).toEqual([303, address]);
      expect(choice.headers.get('set-cookie')).toMatch(
        /^language=de; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      );
      expect(languageOf(await open(address, { headers: { cookie: 'language=de' } }))).toBe('de');
    }
  });

  test('under a path of its own, the cookie and the way back stay below it', async () => {
    const { world, open } = await visitor({}, { publicUrl: 'http://shop.example/orders' });
    const { path } = await world.asking();
    const { text } = await open(path);
    expect(text).toContain(`/orders/language?to=de&amp;back=${encodeURIComponent(`/orders${path}`)}`);
    const choice = await open(`/language?to=de&back=/orders${path}`);
    expect(choice.headers.get('location')).toBe(`/orders${path}`);
    expect(choice.headers.get('set-cookie')).toContain('Path=/orders/;');
    expect(choice.headers.get('set-cookie')).not.toContain('Secure');
  });

  test('a language that we do not have changes nothing', async () => {
    const { open } = await visitor({});
    for (const query of ['', '?to=fr', '?to=__proto__&back=/', '?back=/']) {
      const { status, headers } = await open(`/language${query}`);
      expect([status, headers.get('location'), headers.get('set-cookie')]).toEqual([303, '/', null]);
    }
  });

  test.each([
    ['//evil.example/x'],
    ['/\\evil.example'],
    ['https://evil.example/'],
    ['javascript:alert(1)'],
    ['/.//evil.example'],
    ['/%0d%0aSet-Cookie:x/..//evil.example'],
    ['\\\\evil.example'],
    [' /x'],
    ['x'],
    [`/${'x'.repeat(2001)}`],
    [undefined],
    [{}],
  ])('the way back never leads to another site: %j', (back) => {
    const target = safeBack(back, '');
    expect(new URL(target, 'https://orders.example').origin).toBe('https://orders.example');
    expect(target).not.toMatch(/^\/[/\\]|evil|[\r\n]/);
  });

  test('the way back keeps what is ours, and nothing outside the path of the app', () => {
    expect(safeBack('/panel/catalogue?q=a%20b&x=ü#top', '')).toBe('/panel/catalogue?q=a%20b&x=%C3%BC');
    expect(safeBack('/orders/panel', '/orders')).toBe('/orders/panel');
    for (const outside of ['/other', '/orders', '/orders/../other', '/ordersx/y']) {
      expect(safeBack(outside, '/orders')).toBe('/orders/');
    }
  });
});

describe('in German', () => {
  test('the form says what was ordered, and until when, as in German', async () => {
    const { world, open } = await visitor(GERMAN, { timeZone: 'Europe/Berlin' });
    const { path } = await world.asking({ quantity: 1200 });
    const { status, text } = await open(path);
    expect(status).toBe(200);
    expect(text).toContain('<title>Wer soll Office 365 Backup verwalten? – Alpha Cloud</title>');
    expect(text).toContain('Office 365 Backup, 1.200 Lizenzen');
    expect(text).toContain('>Freitag, 27. November 2026, 17:00 Uhr (MEZ)</time>');
    expect(text).toContain('<option value="GB" selected="">Vereinigtes Königreich</option>');
    expect(text).toMatch(/<option value="AT">Österreich<\/option><option value="PK">/);
  });

  test('every mistake is told in German, in the summary and beside its field', async () => {
    const { world, submit } = await visitor(GERMAN);
    const wrong = { phone: '123', email: 'x', companyName: 'x'.repeat(201), country: 'xx', language: '!' };
    const { status, text } = await submit((await world.asking()).path, wrong);
    expect(status).toBe(422);
    expect(text).toContain('<title>Fehler: Wer soll');
    for (const message of [
      'Geben Sie einen Vornamen mit höchstens 100 Zeichen ein',
      'Geben Sie einen Nachnamen mit höchstens 100 Zeichen ein',
      'Geben Sie eine E-Mail-Adresse in der Form name@beispiel.de ein',
      'Geben Sie eine Telefonnummer mit Landesvorwahl ein, zum Beispiel +49\u00a030\u00a0123456',
      'Geben Sie einen Firmennamen mit höchstens 200 Zeichen ein',
      'Wählen Sie ein Land aus',
      'Wählen Sie eine Sprache aus',
    ]) {
      expect(text.split(message)).toHaveLength(3);
    }
    expect(text).not.toMatch(/Enter |Select |Error:/);
  });

  test('the receipt and a second answer', async () => {
    const { world, open, submit } = await visitor(GERMAN);
    const { path } = await world.asking();
    expect((await submit(path, { ...ADA, country: 'DE' })).status).toBe(303);
    const receipt = await open(`${path}/receipt`);
    expect(receipt.text).toContain('<h1>Vielen Dank, wir haben die Daten</h1>');
    expect(receipt.text).toContain('<dd>Deutschland</dd>');
    const other = await submit(path, { ...GRACE });
    expect([other.status, other.text.includes('Die Daten liegen uns bereits vor')]).toEqual([409, true]);
  });

  test.each([
    ['expired', 410, 'Dieser Link ist abgelaufen', 'Neuer Link für Bestellung'],
    ['cancelled', 410, 'Die Bestellung wurde storniert', 'Stornierung der Bestellung'],
    ['failed', 410, 'Die Bestellung ist beendet', 'Ende der Bestellung'],
    ['held', 200, 'Die Daten liegen uns bereits vor', 'Daten zur Bestellung'],
    ['completed', 200, 'Das Abonnement ist bereit', 'Frage zur Bestellung'],
  ] as const)('an order that is %s', async (state, status, title, subject) => {
    const { world, open } = await visitor(GERMAN);
    const { orderId, path } = await world.asking({ state });
    const page = await open(path);
    expect([page.status, page.text.includes(`<h1>${title}</h1>`)]).toEqual([status, true]);
    expect(decodeURIComponent(page.text)).toContain(`?subject=${subject} ${orderId}"`);
  });

  test('a newer link, a broken link, and a failure inside', async () => {
    const { world, open } = await visitor(GERMAN);
    const { path, orderId } = await world.asking();
    await world.sent(orderId, 2, 'x@y.example');
    expect((await open(path)).text).toContain('<h1>Es gibt einen neueren Link</h1>');
    expect((await open('/complete/broken')).text).toContain('<h1>Dieser Link funktioniert nicht</h1>');
    world.beforeReading = () => Promise.reject(new Error('cannot read'));
    const failure = await open(path);
    expect(failure.text).toContain('<h1>Bei uns ist etwas schiefgegangen</h1>');
    expect(failure.text).toContain(`Referenz: <span class="reference">${failure.headers.get('x-request-id')}`);
  });

  test('when the order system is silent, the input stays and the page says so', async () => {
    const { world, submit } = await visitor(GERMAN);
    world.nextAnswer = { kind: 'unavailable' };
    const { status, text } = await submit((await world.asking()).path, { ...ADA });
    expect([status, text.includes('Ihre Daten wurden nicht gesendet')]).toEqual([503, true]);
    expect(text).toContain('value="ada@engines.example"');
  });

  test('GET changes nothing of the order, and choosing a language neither', async () => {
    const { world, open } = await visitor(GERMAN);
    const { path, orderId } = await world.asking();
    const before = await world.read(orderId);
    await open(path);
    await open(`/language?to=en&back=${path}`);
    expect([await world.read(orderId), world.answers]).toEqual([before, []]);
  });

  test('the key to the order, which the way back carries, is not in the log', async () => {
    const { world, open } = await visitor(GERMAN);
    const { path, token } = await world.asking();
    await open(`/language?to=en&back=${path}`);
    expect(world.log.join('')).toContain('"/language"');
    expect(world.log.join('')).not.toContain(token);
  });
});
