/** Logging in with a CMP account, sessions and forms: what a browser does not show. */
import { hash } from '@node-rs/argon2';
import { type Answer, PASSWORD, startPanel, type TestPanel } from './support/panel.ts';

const HOUR = 3_600_000;
let panel: TestPanel;
beforeAll(async () => {
  panel = await startPanel();
});
afterAll(() => panel.close());

/** Cookies as a browser would keep them. */
class Jar {
  readonly cookies = new Map<string, string>();
  readonly #panel: TestPanel;
  constructor(of: TestPanel = panel) {
    this.#panel = of;
  }
  get header(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
  keep(answer: Answer): Answer {
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }
  async open(path: string): Promise<Answer> {
    return this.keep(await this.#panel.open(path, this.header));
  }
  async logIn(email: string, password: string, more: Record<string, string> = {}): Promise<Answer> {
    await this.open('/panel/login');
    return this.keep(await this.#panel.submit('/panel/login', { email, password, ...more }, this.header));
  }
  get session(): string | undefined {
    return [...this.cookies].find(([name]) => /^order-saga-\d+$/.test(name))?.[1];
  }
}

const where = (answer: Answer) => [answer.status, answer.headers.get('location')];

describe('e-mail and password', () => {
  test('lead into the panel, whatever the case of the address', async () => {
    const jar = new Jar();
    expect(where(await jar.logIn('UTA@alpha.example ', PASSWORD))).toEqual([303, '/panel/catalogue']);
    expect((await jar.open('/panel')).text).toContain('Uta User');
  });

  test('an unknown account, an account without password and a wrong password get the same answer', async () => {
    await panel.store.accounts.addUser({ resellerId: 'alpha', name: 'Sso Only', email: 'sso@alpha.example' });
    const answers = [];
    for (const email of ['nobody@alpha.example', 'sso@alpha.example', 'bob@beta.example']) {
      const { status, text } = await new Jar().logIn(email, 'wrong');
      answers.push([status, text.replaceAll(email, 'EMAIL').replaceAll(/value="[\w-]{43}"/g, 'CSRF')]);
    }
    expect(answers[0]?.[0]).toBe(422);
    expect(answers[0]?.[1]).toContain('The e-mail address or the password is not right');
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test('an address with a NUL in it is a wrong one, and no error of ours', async () => {
    expect((await new Jar().logIn('a\u0000b@alpha.example', PASSWORD)).status).toBe(422);
  });

  test('a hash with weaker parameters is replaced at the next login, and the password still works', async () => {
    const { accounts } = panel.store;
    const passwordHash = await hash('old but gold', { memoryCost: 4096, timeCost: 1 });
    const user = await accounts.addUser({ resellerId: 'alpha', name: 'Old', email: 'old@alpha.example', passwordHash });
    await new Jar().logIn(user.email, 'old but gold');
    const { passwordHash: after } = (await accounts.userByEmail(user.email)) ?? {};
    expect(after).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(where(await new Jar().logIn(user.email, 'old but gold'))).toEqual([303, '/panel/catalogue']);
  });

  test('the password is kept as argon2id, the cookie as a digest, and neither is ever logged', async () => {
    const jar = new Jar();
    await jar.logIn('uta@alpha.example', PASSWORD);
    const rows = JSON.stringify([
      await panel.db.selectFrom('sessions').selectAll().execute(),
      await panel.db.selectFrom('users').selectAll().execute(),
      await panel.db.selectFrom('known_browsers').selectAll().execute(),
    ]);
    expect(rows).not.toContain(PASSWORD);
    for (const secret of jar.cookies.values()) expect(rows).not.toContain(secret);
    const log = panel.log.join('\n');
    for (const secret of [PASSWORD, 'uta@alpha.example', ...jar.cookies.values()]) expect(log).not.toContain(secret);
  });
});

describe('a session', () => {
  test('begins under a new secret: a cookie that somebody planted opens nothing after the login', async () => {
    const jar = new Jar();
    await jar.open('/panel/login');
    const planted = jar.session;
    await jar.logIn('uta@alpha.example', PASSWORD);
    expect(jar.session).not.toBe(planted);
    const { status } = await panel.open('/panel', `order-saga-${new URL(panel.url).port}=${planted}`);
    expect(status).toBe(303);
  });

  test('ends at the logout, for every copy of its cookie; the logout is no link', async () => {
    const jar = new Jar();
    await jar.logIn('uta@alpha.example', PASSWORD);
    const copy = jar.header;
    expect((await panel.open('/panel/logout', copy)).status).toBe(405);
    expect((await panel.open('/panel', copy)).status).toBe(200);
    expect(where(await panel.submit('/panel/logout', {}, copy, '/panel'))).toEqual([303, '/panel/login?bye=1']);
    expect(where(await panel.open('/panel', copy))).toEqual([303, '/panel/login']);
  });

  test('ends when nobody has used it for half an hour, and is kept by use', async () => {
    const cookie = await panel.loggedIn();
    for (const minutes of [29, 29, 29]) {
      panel.clock.now += minutes * 60_000;
      expect((await panel.open('/panel', cookie)).status).toBe(200);
    }
    panel.clock.now += 31 * 60_000;
    expect((await panel.open('/panel', cookie)).status).toBe(303);
  });

  test('is not kept by a page that is left open and asks for news by itself', async () => {
    const cookie = await panel.loggedIn();
    panel.clock.now += 20 * 60_000;
    const news = await fetch(`${panel.url}/panel`, { headers: { cookie, accept: 'text/event-stream' } });
    expect(news.status).toBe(200);
    panel.clock.now += 11 * 60_000;
    expect((await panel.open('/panel', cookie)).status).toBe(303);
  });

  test('ends after twelve hours, however busy the user is', async () => {
    const cookie = await panel.loggedIn();
    for (let passed = 0; passed < 12; passed += 0.25) {
      panel.clock.now += 0.25 * HOUR;
      if (passed < 11.5) expect((await panel.open('/panel', cookie)).status).toBe(200);
    }
    expect((await panel.open('/panel', cookie)).status).toBe(303);
  });

  test('has a cookie that scripts and other sites never see, and behind TLS no other host can set', async () => {
    const set = (await panel.open('/panel/login')).headers.get('set-cookie');
    expect(set).toMatch(/^order-saga-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const https = await startPanel({ deps: { publicUrl: 'https://panel.example/shop' } });
    try {
      const page = await https.open('/panel/login');
      expect(page.headers.get('set-cookie')).toMatch(
        /^__Host-order-saga=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      );
      expect(page.headers.get('strict-transport-security')).toContain('max-age=31536000');
      expect(page.text).toContain('action="/shop/panel/login"');
    } finally {
      await https.close();
    }
  });
});

describe('a form', () => {
  const post = (path: string, cookie: string, body: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(panel.url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, origin: panel.url, ...headers },
      body: new URLSearchParams(body),
    });
  const tokenOf = ({ text }: Answer) => /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';

  test('is refused without the token of its session, and changes nothing', async () => {
    const [cookie, other] = [await panel.loggedIn(), await panel.loggedIn()];
    const foreign = tokenOf(await panel.open('/panel', other));
    for (const body of [{}, { csrf: '' }, { csrf: foreign }]) {
      const refused = await post('/panel/logout', cookie, body as Record<string, string>);
      expect(refused.status).toBe(403);
      expect(await refused.text()).toContain('This form is no longer good');
    }
    expect((await panel.open('/panel', cookie)).status).toBe(200);
  });

  test('is refused from another site, even with the right token', async () => {
    const cookie = await panel.loggedIn();
    const csrf = tokenOf(await panel.open('/panel', cookie));
    const elsewhere: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    ];
    for (const headers of elsewhere) {
      expect((await post('/panel/logout', cookie, { csrf }, headers)).status).toBe(403);
    }
    expect((await post('/panel/logout', cookie, { csrf })).status).toBe(303);
  });

  test('of the login has a token, too: nobody can be logged in to a stranger’s account by a forged one', async () => {
    const jar = new Jar();
    await jar.open('/panel/login');
    const refused = await post('/panel/login', jar.header, { email: 'bob@beta.example', password: PASSWORD });
    expect(refused.status).toBe(403);
    expect(refused.headers.getSetCookie()).toEqual([]);
  });

  test('in another encoding, or larger than any of ours, is refused', async () => {
    const cookie = await panel.loggedIn();
    const json = await fetch(`${panel.url}/panel/logout`, {
      method: 'POST',
      headers: { cookie, origin: panel.url, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(json.status).toBe(415);
    expect((await post('/panel/logout', cookie, { csrf: 'x'.repeat(70_000) })).status).toBe(413);
  });

  test('that comes after the session has ended leads to the login, which says that nothing was done', async () => {
    const sent = await post(
      '/panel/cart',
      'order-saga-1=gone',
      {},
      { referer: `${panel.url}/panel/catalogue?q=veritas` },
    );
    expect(sent.headers.get('location')).toBe('/panel/login?next=%2Fpanel%2Fcatalogue%3Fq%3Dveritas&lost=1');
    expect((await panel.open('/panel/login?lost=1')).text).toContain('was not carried out');
  });
});

describe('after the login', () => {
  test('the page that was asked for follows', async () => {
    const asked = await panel.open('/panel/orders?state=held');
    expect(where(asked)).toEqual([303, '/panel/login?next=%2Fpanel%2Forders%3Fstate%3Dheld']);
    const jar = new Jar();
    const answer = await jar.logIn('uta@alpha.example', PASSWORD, { next: '/panel/orders?state=held' });
    expect(where(answer)).toEqual([303, '/panel/orders?state=held']);
  });

  test.each([
    'https://evil.example/panel/orders',
    '//evil.example/panel/orders',
    '/\\evil.example/panel/',
    '/panel/..//evil.example',
    '/panel/../../evil',
    '/\t/evil.example/panel/',
    'javascript:alert(1)',
    '/panel/logout',
    '/panel/login?next=/panel/orders',
    '/api/orders',
  ])('but never %j', async (next) => {
    const jar = new Jar();
    expect(where(await jar.logIn('uta@alpha.example', PASSWORD, { next }))).toEqual([303, '/panel/catalogue']);
    expect((await jar.open(`/panel/login?${new URLSearchParams({ next })}`)).headers.get('location')).toBe('/panel');
  });
});

describe('guessing', () => {
  const guess = async (email: string, password: string, jar = new Jar()) => jar.logIn(email, password);
  let guessed: TestPanel;
  beforeAll(async () => {
    guessed = await startPanel();
  });
  afterAll(() => guessed.close());
  beforeEach(() => guessed.db.deleteFrom('login_attempts').execute());
  const jar = () => new Jar(guessed);

  test('at one account is slowed more and more, says for how long, and ends by itself', async () => {
    for (let attempt = 0; attempt < 6; attempt++) {
      expect((await guess('uta@alpha.example', 'wrong', jar())).status).toBe(422);
    }
    const waits = [];
    for (let round = 0; round < 4; round++) {
      const slowed = await guess('uta@alpha.example', PASSWORD, jar());
      expect(slowed.status).toBe(429);
      expect(slowed.text).toContain('Please wait before you try again');
      const wait = Number(slowed.headers.get('retry-after'));
      waits.push(wait);
      guessed.clock.now += wait * 1000;
      if (round < 3) expect((await guess('uta@alpha.example', 'wrong', jar())).status).toBe(422);
    }
    expect(waits).toEqual([2, 4, 8, 16]);
    expect((await guess('uta@alpha.example', PASSWORD, jar())).status).toBe(303);
    expect((await guess('uta@alpha.example', 'wrong', jar())).status).toBe(422);
  });

  test('at an account that does not exist is slowed in the same way', async () => {
    for (let attempt = 0; attempt < 6; attempt++) await guess('nobody@alpha.example', 'wrong', jar());
    expect((await guess('nobody@alpha.example', 'wrong', jar())).status).toBe(429);
  });

  test('never waits longer than a quarter of an hour, and is forgotten after an hour', async () => {
    const rule = { free: 5, longestWait: 900_000, forgottenAfter: HOUR };
    const { accounts } = guessed.store;
    let now = Date.parse('2026-11-24T08:00:00Z');
    for (let attempt = 0; attempt < 60; attempt++) {
      expect(await accounts.takeAttempt('account:x', rule, new Date(now))).toBeUndefined();
      const until = await accounts.takeAttempt('account:x', rule, new Date(now));
      const wait = until === undefined ? 0 : until.getTime() - now;
      expect(wait).toBeLessThanOrEqual(900_000);
      now += wait;
      if (until === undefined) await accounts.forgiveAttempt('account:x', 'one');
    }
    now += HOUR + 1;
    expect(await accounts.takeAttempt('account:x', rule, new Date(now))).toBeUndefined();
    expect(await accounts.takeAttempt('account:x', rule, new Date(now))).toBeUndefined();
  });

  test('does not keep the user out who has logged in from this browser before', async () => {
    const known = jar();
    await known.logIn('uta@alpha.example', PASSWORD);
    await known.open('/panel');
    known.keep(await guessed.submit('/panel/logout', {}, known.header, '/panel'));
    for (let attempt = 0; attempt < 7; attempt++) await guess('uta@alpha.example', 'wrong', jar());
    expect((await guess('uta@alpha.example', PASSWORD, jar())).status).toBe(429);
    expect((await guess('uta@alpha.example', PASSWORD, known)).status).toBe(303);
    // But a known browser that guesses is slowed as well.
    known.cookies.delete([...known.cookies.keys()].find((name) => /^order-saga-\d+$/.test(name)) ?? '');
    for (let attempt = 0; attempt < 6; attempt++) await guess('uta@alpha.example', 'wrong', known);
    expect((await guess('uta@alpha.example', PASSWORD, known)).status).toBe(429);
  });

  test('from one address at many accounts is slowed, and one good login does not wash it away', async () => {
    for (let attempt = 0; attempt < 21; attempt++) {
      if (attempt === 10) expect((await guess('bob@beta.example', PASSWORD, jar())).status).toBe(303);
      expect((await guess(`user${attempt}@alpha.example`, 'wrong', jar())).status).toBe(422);
    }
    expect((await guess('bob@beta.example', PASSWORD, jar())).status).toBe(429);
  });

  test('many at once is counted: all but a handful are refused before the password is looked at', async () => {
    const first = jar();
    const { text } = await first.open('/panel/login');
    const csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const statuses = await Promise.all(
      Array.from({ length: 30 }, () =>
        fetch(`${guessed.url}/panel/login`, {
          method: 'POST',
          redirect: 'manual',
          headers: { cookie: first.header, origin: guessed.url },
          body: new URLSearchParams({ csrf, email: 'uta@alpha.example', password: 'wrong' }),
        }).then(({ status }) => status),
      ),
    );
    expect(statuses.filter((status) => status === 422)).toHaveLength(6);
    expect(statuses.filter((status) => status === 429)).toHaveLength(24);
  });
});

test('every page of the panel is strict about what it loads, frames and tells others', async () => {
  const cookie = await panel.loggedIn();
  for (const path of ['/panel/login', '/panel', '/panel/no-such-page', '/panel/logout']) {
    const { headers, text } = await panel.open(path, cookie);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).not.toMatch(/<[^>]+ style=|<script>|<style/);
  }
});
