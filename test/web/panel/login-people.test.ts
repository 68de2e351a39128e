/** People who come by another way, and people who leave. */
import { type Issuer, startIssuer } from './support/issuer.ts';
import { type Answer, PASSWORD, startPanel, type TestPanel } from './support/panel.ts';

const UTA = 'uta@alpha.example';
const WRONG = 'The e-mail address or the password is not right';

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
  const { accounts } = panel.store;
  await panel.db.deleteFrom('login_attempts').execute();
  await panel.db.deleteFrom('identities').execute();
  await accounts.setDisabled(UTA, false, new Date());
  issuer.claims = { sub: 'im-1', email: UTA, email_verified: true };
});

const cookieIn = ({ headers }: Answer) =>
  headers
    .getSetCookie()
    .find((line) => /^order-saga-\d+=/.test(line))
    ?.split(';')[0];
const whereTo = ({ status, headers }: Answer) => [status, headers.get('location')];
const welcomed = async (cookie = '') => (await panel.open('/panel', cookie)).text.includes('Welcome');

/** Comes back from IMOnline; answers with what follows, and the browser's cookie. */
async function fromImonline(next = ''): Promise<{ answer: Answer; cookie: string }> {
  const cookie = cookieIn(await panel.open('/panel/login')) ?? '';
  const sent = await panel.open(`/panel/login/imonline${next}`, cookie);
  const { pathname, search } = issuer.answerTo(new URL(sent.headers.get('location') ?? ''));
  return { answer: await panel.open(pathname + search, cookie), cookie };
}

async function withPassword(email: string, password: string): Promise<Answer> {
  const cookie = cookieIn(await panel.open('/panel/login')) ?? '';
  return panel.submit('/panel/login', { email, password }, cookie);
}

const confirm = (cookie: string, password: string) => panel.submit('/panel/login/confirmation', { password }, cookie);

describe('an IMOnline account with the address of an account that has a password', () => {
  test('opens nothing until the owner confirms with the password; from then on it opens the account', async () => {
    const { answer, cookie } = await fromImonline('?next=/panel/orders');
    expect(whereTo(answer)).toEqual([303, '/panel/login/confirmation']);
    expect([cookieIn(answer), await welcomed(cookie)]).toEqual([undefined, false]);
    const page = await panel.open('/panel/login/confirmation', cookie);
    expect(page.text).toContain(`Enter the password of the account ${UTA}`);

    const refused = await confirm(cookie, 'not the password');
    expect([refused.status, refused.text.includes('The password is not right')]).toEqual([422, true]);
    expect(await panel.store.accounts.identitiesOf(UTA)).toEqual([]);

    const confirmed = await confirm(cookie, PASSWORD);
    expect(whereTo(confirmed)).toEqual([303, '/panel/orders']);
    expect(await welcomed(cookieIn(confirmed))).toBe(true);
    expect(whereTo((await fromImonline()).answer)).toEqual([303, '/panel']);
  });

  test('is confirmed in the browser that came with it, and for ten minutes', async () => {
    const { cookie } = await fromImonline();
    const other = cookieIn(await panel.open('/panel/login')) ?? '';
    expect((await panel.open('/panel/login/confirmation', other)).status).toBe(400);
    panel.clock.now += 600_001;
    expect((await panel.open('/panel/login/confirmation', cookie)).status).toBe(400);
    expect((await confirm(cookie, PASSWORD)).status).not.toBe(303);
    expect(await panel.store.accounts.identitiesOf(UTA)).toEqual([]);
  });

  test('guessing the password there is slowed down like guessing at the login', async () => {
    const { cookie } = await fromImonline();
    // The page says it for as long as guesses are free; its token is fetched once.
    const statuses = [];
    for (let guess = 0; guess < 7; guess++) statuses.push((await confirm(cookie, `guess ${guess}`)).status);
    expect(statuses.slice(0, 5)).toEqual([422, 422, 422, 422, 422]);
    expect(statuses.at(-1)).toBe(429);
  });
});

test('an account made without a password takes the first IMOnline account with its address, and after unlinking none', async () => {
  const email = 'sso@alpha.example';
  const { accounts } = panel.store;
  await accounts.addUser({ resellerId: 'alpha', name: 'Sso Only', email });
  issuer.claims = { sub: 'im-sso', email, email_verified: true };
  const { answer } = await fromImonline();
  expect(whereTo(answer)).toEqual([303, '/panel']);
  expect(await accounts.unlinkIdentities(email, new Date())).toBe(1);
  expect(await welcomed(cookieIn(answer))).toBe(false);
  expect((await fromImonline()).answer.status).toBe(403);
});

test('a new password ends the sessions that began at IMOnline, too', async () => {
  const { cookie } = await fromImonline();
  const session = cookieIn(await confirm(cookie, PASSWORD));
  expect(await welcomed(session)).toBe(true);
  const { passwordHash = '' } = (await panel.store.accounts.userByEmail(UTA)) ?? {};
  await panel.store.accounts.resetPassword(UTA, passwordHash);
  expect(await welcomed(session)).toBe(false);
});

describe('a user who is disabled', () => {
  test('is logged out at once, and gets the words for a wrong password whatever the password', async () => {
    const session = await panel.loggedIn();
    await panel.store.accounts.setDisabled(UTA, true, new Date());
    expect(await welcomed(session)).toBe(false);
    const plain = ({ status, text }: Answer) => [status, text.replaceAll(/value="[\w-]{43}"/g, 'CSRF')];
    const [right, wrong] = [await withPassword(UTA, PASSWORD), await withPassword(UTA, 'wrong')];
    expect(right.text).toContain(WRONG);
    expect(plain(right)).toEqual(plain(wrong));
  });

  test('gets from IMOnline what a stranger gets, linked or not', async () => {
    await panel.store.accounts.setDisabled(UTA, true, new Date());
    expect((await fromImonline()).answer.status).toBe(403);
    await panel.store.accounts.setDisabled(UTA, false, new Date());
    await confirm((await fromImonline()).cookie, PASSWORD);
    await panel.store.accounts.setDisabled(UTA, true, new Date());
    expect((await fromImonline()).answer.status).toBe(403);
  });

  test('can log in again once enabled, and no session of before comes to life', async () => {
    const { accounts } = panel.store;
    await accounts.setDisabled(UTA, true, new Date());
    // A login that was under way, and begins its session late.
    const late = await panel.loggedIn();
    expect(await welcomed(late)).toBe(false);
    await accounts.setDisabled(UTA, false, new Date());
    expect(await welcomed(late)).toBe(false);
    expect(whereTo(await withPassword(UTA, PASSWORD))).toEqual([303, '/panel/catalogue']);
  });
});
