/** What the login asks of the database, on both databases. */
import { randomUUID } from 'node:crypto';
import { EmailTaken, UnknownReseller } from '../../../store/store.ts';
import { onEachDatabase, onServer } from '../../store/databases.ts';
import { aMarket, placed } from '../../store/market.ts';

jest.setTimeout(60_000);

const RULE = { free: 5, longestWait: 900_000, forgottenAfter: 3_600_000 };
const NOW = new Date('2026-11-24T08:00:00Z');
const later = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);
const anEmail = () => `user-${randomUUID()}@Reseller.example`;

onEachDatabase((opened) => {
  const accounts = () => opened().store.accounts;

  async function aUser() {
    const { reseller } = await aMarket(opened().store);
    return accounts().addUser({ resellerId: reseller.resellerId, name: 'U', email: anEmail(), passwordHash: 'h' });
  }

  test('an e-mail address belongs to one user, in whatever case, and a user to a reseller that exists', async () => {
    const user = await aUser();
    const again = { resellerId: user.resellerId, name: 'V', email: user.email.toUpperCase() };
    await expect(accounts().addUser(again)).rejects.toThrow(EmailTaken);
    await expect(accounts().addUser({ ...again, resellerId: 'nobody', email: anEmail() })).rejects.toThrow(
      UnknownReseller,
    );
    expect(await accounts().userByEmail(` ${user.email.toLowerCase()}`)).toMatchObject({ ...user, passwordHash: 'h' });
  });

  test('an address that only looks like a user’s, or that no database can hold, is nobody’s', async () => {
    const { reseller } = await aMarket(opened().store);
    const email = `kurt-${randomUUID()}@reseller.example`;
    await accounts().addUser({ resellerId: reseller.resellerId, name: 'K', email, passwordHash: 'h' });
    expect(await accounts().userByEmail(email.replace('k', 'K'))).toMatchObject({ email });
    expect(await accounts().userByEmail(email.replace('k', '\u212a'))).toBeUndefined();
    expect(await accounts().userByEmail('a\u0000b@reseller.example')).toBeUndefined();
  });

  test('a new password ends all sessions of the user, and of nobody else', async () => {
    const [user, other] = [await aUser(), await aUser()];
    const sessions = [];
    for (const { userId } of [user, user, other]) sessions.push(await accounts().startSession(userId, NOW));
    expect(await accounts().resetPassword(user.email, 'h2')).toBe(true);
    const limits = { idle: 60_000, absolute: 60_000 };
    const found = await Promise.all(sessions.map((token) => accounts().userOfSession(token, limits, NOW)));
    expect(found).toEqual([undefined, undefined, other]);
    expect(await accounts().resetPassword(anEmail(), 'h')).toBe(false);
  });

  test('a user who is deleted leaves no session and no identity, and the reseller’s orders as they were', async () => {
    const { reseller, order } = await aMarket(opened().store);
    const user = await accounts().addUser({ resellerId: reseller.resellerId, name: 'S', email: anEmail() });
    const identity = { issuer: 'https://im.example', subject: randomUUID(), verifiedEmail: user.email };
    await accounts().userByIdentity(identity);
    const session = await accounts().startSession(user.userId, NOW);
    const { orderId } = await placed(opened().store, order());
    const before = await opened().store.orders.get(reseller.resellerId, orderId);
    expect(await accounts().deleteUser(user.email.toUpperCase())).toBe(true);
    const limits = { idle: 60_000, absolute: 60_000 };
    expect(await accounts().userOfSession(session, limits, NOW)).toBeUndefined();
    expect(await accounts().userByIdentity(identity)).toBeUndefined();
    expect(await opened().store.orders.get(reseller.resellerId, orderId)).toEqual(before);
    expect(await accounts().deleteUser(user.email)).toBe(false);
  });

  test('two first logins of one person at the same time make one link', async () => {
    const { reseller } = await aMarket(opened().store);
    const user = await accounts().addUser({ resellerId: reseller.resellerId, name: 'S', email: anEmail() });
    const identity = { issuer: 'https://im.example', subject: randomUUID(), verifiedEmail: user.email };
    const found = await Promise.all([1, 2, 3].map(() => accounts().userByIdentity(identity)));
    expect(found).toEqual([1, 2, 3].map(() => ({ user, toConfirm: false })));
  });

  test('of the browsers of a user the twenty used last are known', async () => {
    const [user, other] = [await aUser(), await aUser()];
    const browsers = Array.from({ length: 22 }, () => randomUUID());
    for (const [index, browser] of browsers.entries()) {
      await accounts().rememberBrowser(user.userId, browser, later(index * 1000));
    }
    await accounts().rememberBrowser(other.userId, browsers[0] as string, NOW);
    const known = await Promise.all(browsers.map((browser) => accounts().isKnownBrowser(user.userId, browser)));
    expect(known).toEqual(browsers.map((_, index) => index >= 2));
    expect(await accounts().isKnownBrowser(other.userId, browsers[0] as string)).toBe(true);
  });

  test('the wait doubles with each failure, has an end, and does not grow while one waits', async () => {
    const key = `account:${randomUUID()}`;
    const waits: number[] = [];
    let now = NOW;
    for (let attempt = 0; attempt < 40; attempt++) {
      const until = await accounts().takeAttempt(key, RULE, now);
      if (until === undefined) continue;
      expect(await accounts().takeAttempt(key, RULE, now)).toEqual(until);
      waits.push((until.getTime() - now.getTime()) / 1000);
      now = until;
    }
    expect(waits.slice(0, 12)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    const forgotten = new Date(now.getTime() + RULE.forgottenAfter + 900_001);
    for (let attempt = 0; attempt < 6; attempt++) {
      expect(await accounts().takeAttempt(key, RULE, forgotten)).toBeUndefined();
    }
    await accounts().forgiveAttempt(key, 'all');
    expect(await accounts().takeAttempt(key, RULE, forgotten)).toBeUndefined();
  });
});

onServer((opened) => {
  test('attempts that arrive together, from whatever process, are each counted', async () => {
    const { accounts } = opened().store;
    const key = `account:${randomUUID()}`;
    const taken = await Promise.all(Array.from({ length: 40 }, () => accounts.takeAttempt(key, RULE, NOW)));
    expect(taken.filter((until) => until === undefined)).toHaveLength(6);
  });

  test('an answer of the identity provider counts once, however often it arrives', async () => {
    const { accounts } = opened().store;
    const login = {
      state: randomUUID(),
      browser: randomUUID(),
      nonce: 'n',
      codeVerifier: 'v',
      returnTo: '/panel/cart',
    };
    await accounts.beginLogin(login, NOW);
    const taken = await Promise.all([1, 2, 3, 4].map(() => accounts.takeLogin(login.state, login.browser, NOW)));
    expect(taken.filter(Boolean)).toEqual([{ nonce: 'n', codeVerifier: 'v', returnTo: '/panel/cart' }]);
  });
});
