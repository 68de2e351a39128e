/** "Log In with IMOnline" against an identity provider that can lie. */
import { type Issuer, startIssuer } from './support/issuer.ts';
import { startPanel, type TestPanel } from './support/panel.ts';

let issuer: Issuer;
let panel: TestPanel;
beforeAll(async () => {
  issuer = await startIssuer();
  panel = await startPanel({ panel: { oidc: { issuer: issuer.url, clientId: 'order-saga' } } });
});
afterAll(async () => {
  await panel.close();
  await issuer.close();
});
beforeEach(async () => {
  await panel.db.deleteFrom('identities').execute();
  await panel.db
    .insertInto('identities')
    .values({ issuer: issuer.url, subject: 'im-1', user_id: panel.user.userId })
    .execute();
  issuer.claims = { sub: 'im-1', email: 'Uta@alpha.example', email_verified: true };
  issuer.forged = false;
});

const cookieName = () => `order-saga-${new URL(panel.url).port}`;

/** Follows the link on the login page; answers with where it leads, and the browser's cookie. */
async function begin(query = ''): Promise<{ authorization: URL; cookie: string }> {
  const { headers } = await panel.open('/panel/login');
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  const sent = await panel.open(`/panel/login/imonline${query}`, cookie);
  return { authorization: new URL(sent.headers.get('location') ?? ''), cookie };
}

const pathOf = ({ pathname, search }: URL) => pathname + search;

async function logIn(query = '') {
  const { authorization, cookie } = await begin(query);
  return panel.open(pathOf(issuer.answerTo(authorization)), cookie);
}

const sessionIn = ({ headers }: { headers: Headers }) =>
  headers.getSetCookie().find((line) => line.startsWith(`${cookieName()}=`));

test('asks for a code with PKCE, state and nonce, each new, and shows the verifier to nobody', async () => {
  const [one, other] = [(await begin()).authorization.searchParams, (await begin()).authorization.searchParams];
  expect(Object.fromEntries(one)).toEqual({
    client_id: 'order-saga',
    response_type: 'code',
    redirect_uri: `${panel.url}/panel/login/callback`,
    scope: 'openid email profile',
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
  });
  for (const name of ['state', 'nonce', 'code_challenge']) expect(one.get(name)).not.toBe(other.get(name));
});

test('arrives at the page with the Control Panel, in a session under a new secret', async () => {
  const { authorization, cookie } = await begin();
  const answer = await panel.open(pathOf(issuer.answerTo(authorization)), cookie);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/panel']);
  const session = sessionIn(answer)?.split(';')[0] ?? '';
  expect(session).not.toBe(cookie);
  expect((await panel.open('/panel', session)).text).toContain('Welcome, Uta User');
  expect((await panel.open('/panel', cookie)).status).toBe(303);
});

test('goes on to the page that was asked for, and never to another site', async () => {
  const to = async (next: string) => (await logIn(`?${new URLSearchParams({ next })}`)).headers.get('location');
  expect(await to('/panel/orders?state=held')).toBe('/panel/orders?state=held');
  expect(await to('https://evil.example/panel/orders')).toBe('/panel');
});

test('a user who is linked stays the same when the e-mail address changes; a stranger does not become that user', async () => {
  await logIn();
  issuer.claims = { sub: 'im-1', email: 'bob@beta.example', email_verified: true };
  const session = sessionIn(await logIn())?.split(';')[0] ?? '';
  expect((await panel.open('/panel', session)).text).toContain('Uta User');
  issuer.claims = { sub: 'im-2', email: 'uta@alpha.example', email_verified: true };
  expect((await logIn()).status).toBe(403);
});

test.each([
  ['an address that nobody here has', { email: 'who@elsewhere.example', email_verified: true }],
  ['an address that is not verified', { email_verified: false }],
  ['an address of which nothing is said', { email_verified: undefined }],
  ['a verification in words', { email_verified: 'true' }],
  ['no address', { email: undefined }],
])('%s opens nothing, and the page says what to do', async (_, claims) => {
  issuer.claims = { ...issuer.claims, sub: 'im-9', ...claims };
  const answer = await logIn();
  expect(answer.status).toBe(403);
  expect(answer.text).toContain('Your IMOnline account is not known here');
  expect(sessionIn(answer)).toBeUndefined();
});

describe('is refused', () => {
  async function expectRefused(answer: { status: number; text: string; headers: Headers }) {
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('The login could not be completed');
    expect(sessionIn(answer)).toBeUndefined();
  }

  test.each([
    ['another nonce', { nonce: 'of-another-login' }],
    ['no nonce', { nonce: undefined }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['another audience', { aud: 'another-app' }],
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
  ])('with %s in the ID token', async (_, claims) => {
    issuer.claims = { ...issuer.claims, ...claims };
    await expectRefused(await logIn());
  });

  test('with a signature that is not the issuer’s', async () => {
    issuer.forged = true;
    await expectRefused(await logIn());
  });

  test('with another state, before any code is exchanged', async () => {
    const { exchanged } = issuer;
    const { authorization, cookie } = await begin();
    const answer = issuer.answerTo(authorization);
    answer.searchParams.set('state', 'x'.repeat(43));
    await expectRefused(await panel.open(pathOf(answer), cookie));
    answer.searchParams.delete('state');
    await expectRefused(await panel.open(pathOf(answer), cookie));
    expect(issuer.exchanged).toBe(exchanged);
  });

  test('in a browser that did not begin it', async () => {
    const { exchanged } = issuer;
    const { authorization } = await begin();
    const victim = await begin();
    await expectRefused(await panel.open(pathOf(issuer.answerTo(authorization)), victim.cookie));
    expect((await panel.open(pathOf(issuer.answerTo(authorization)))).status).toBe(400);
    expect(issuer.exchanged).toBe(exchanged);
  });

  test('the second time', async () => {
    const { authorization, cookie } = await begin();
    const answer = pathOf(issuer.answerTo(authorization));
    expect((await panel.open(answer, cookie)).status).toBe(303);
    await expectRefused(await panel.open(answer, cookie));
  });

  test('after ten minutes', async () => {
    const { authorization, cookie } = await begin();
    panel.clock.now += 600_001;
    await expectRefused(await panel.open(pathOf(issuer.answerTo(authorization)), cookie));
  });

  test('with a code that belongs to another verifier', async () => {
    const [one, other] = [await begin(), await begin()];
    const answer = issuer.answerTo(one.authorization);
    answer.searchParams.set('state', other.authorization.searchParams.get('state') ?? '');
    await expectRefused(await panel.open(pathOf(answer), other.cookie));
  });
});

test('a login that was broken off at IMOnline says so, and shows nothing of what the answer said', async () => {
  const { authorization, cookie } = await begin();
  const answer = issuer.answerTo(authorization);
  answer.searchParams.delete('code');
  answer.searchParams.set('error', 'access_denied');
  answer.searchParams.set('error_description', 'ring <b>0900</b> now');
  const { status, text } = await panel.open(pathOf(answer), cookie);
  expect([status, text.includes('You were not logged in'), text.includes('0900')]).toEqual([400, true, false]);
});

test('while IMOnline is down the page says so and offers the other way; afterwards it works without a restart', async () => {
  const down = await startIssuer();
  const other = await startPanel({ panel: { oidc: { issuer: down.url, clientId: 'order-saga', clientSecret: 's' } } });
  try {
    await down.close();
    const { headers } = await other.open('/panel/login');
    const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
    const answer = await other.open('/panel/login/imonline', cookie);
    expect([answer.status, answer.text.includes('IMOnline does not answer just now')]).toEqual([503, true]);
    expect(other.log.join('')).toContain('the identity provider does not answer');
  } finally {
    await other.close();
  }
});

test('where there is no identity provider, the page offers the account only', async () => {
  const without = await startPanel();
  try {
    expect((await without.open('/panel/login')).text).not.toContain('IMOnline');
    expect((await without.open('/panel/login/imonline')).status).toBe(404);
  } finally {
    await without.close();
  }
});
