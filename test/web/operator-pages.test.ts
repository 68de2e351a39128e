/** The operators' page, as a browser without JavaScript meets it. */
import type { Difference } from '../../workflows/contract/reconciliation.ts';
import { useOperatorBrowser } from './support/operator-browser.ts';
import type { World } from './support/world.ts';

const browser = useOperatorBrowser();
const MINUTE = 60_000;

let runs = 0;

async function compared({ store: { comparison } }: World, differences: Difference[], incomplete: string[] = []) {
  const runId = `page-${++runs}`;
  await comparison.beginRun(runId);
  for (const difference of differences) await comparison.found({ runId, scope: 'all' }, difference);
  await comparison.scopeCompared({ runId, scope: 'all' });
  await comparison.endRun(runId, { accounts: 1200, lines: 800, orders: 3000 }, incomplete);
}

const missing = (n: number): Difference => ({
  kind: 'accountMissing',
  subject: `000000000${n}-1`,
  orderId: `000000000${n}`,
  details: { lineId: `000000000${n}-1` },
});

describe('signing in', () => {
  test('a token is pasted once; from then on there is a session that only this site’s pages can use', async () => {
    const { open, signIn, world } = await browser();
    expect(await open('/operator')).toMatchObject({ status: 303, location: '/operator/sign-in' });
    const signedIn = await signIn();
    expect(signedIn).toMatchObject({ status: 303, location: '/operator' });
    const [cookie = ''] = signedIn.cookies;
    expect(cookie).toMatch(/^__Host-order-saga-operator=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    const page = await open('/operator');
    expect([page.status, page.text.includes('Signed in as')]).toEqual([200, true]);
    expect(page.text + world.log.join('')).not.toContain(world.operatorToken);
  });

  test('what is no token of an operator’s opens nothing, a reseller’s least of all', async () => {
    const { open, signIn, world } = await browser();
    for (const token of ['guess', world.token, 'x'.repeat(600)]) {
      const refused = await signIn(token);
      expect([refused.status, refused.text.includes('no token of an operator’s that is valid')]).toEqual([422, true]);
    }
    expect((await signIn(' ')).text).toContain('Enter the token');
    expect((await open('/operator')).status).toBe(303);
    expect(world.log.join('')).not.toContain(world.token);
  });

  test('guessing is slowed down', async () => {
    const { signIn } = await browser();
    let last = await signIn('guess');
    for (let tries = 0; tries < 25; tries++) last = await signIn('guess');
    expect([last.status, last.text.includes('Too many tries')]).toEqual([429, true]);
  });

  test('a session ends when it is not used, after its hours, with its token, and by the button', async () => {
    const left = async (leave: (it: Awaited<ReturnType<typeof browser>>) => Promise<unknown>) => {
      const it = await browser();
      await it.signIn();
      expect((await it.open('/operator')).status).toBe(200);
      await leave(it);
      return (await it.open('/operator')).location;
    };
    const away = '/operator/sign-in';
    expect(
      await left(async ({ world }) => {
        world.now += 31 * MINUTE;
      }),
    ).toBe(away);
    expect(
      await left(async ({ world, open }) => {
        for (let n = 0; n < 30; n++) {
          world.now += 25 * MINUTE;
          await open('/operator');
        }
      }),
    ).toBe(away);
    expect(
      await left(async ({ world, open, signIn }) => {
        const { token, record } = await world.store.tokens.createOperatorToken('night shift');
        await signIn(token);
        expect((await open('/operator')).text).toContain('night shift');
        await world.store.tokens.revokeToken(record.tokenId);
      }),
    ).toBe(away);
    let secret = '';
    const after = await browser();
    await after.signIn();
    [secret = ''] = [...after.cookies.values()];
    expect((await after.submit('/operator/sign-out', {}, '/operator')).location).toBe(away);
    // Nor does the cookie count any more for who has kept it.
    after.cookies.set('__Host-order-saga-operator', secret);
    expect((await after.open('/operator')).location).toBe(away);
  });
});

test('a form that is not of the session, or comes from elsewhere, changes nothing', async () => {
  const { submit, signIn, world } = await browser();
  await signIn();
  const compare = (fields: Record<string, string>, headers?: Record<string, string>) =>
    submit('/operator/reconciliation', fields, '/operator', headers);
  for (const answer of [
    await compare({ csrf: 'x' }),
    await compare({}, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }),
  ]) {
    expect([answer.status, answer.text.includes('no longer good')]).toEqual([403, true]);
  }
  expect(world.comparisons).toBe(0);
});

test('operators see what is not as it should be, what to do about it, and where to look', async () => {
  const { open, signIn, world } = await browser();
  await signIn();
  const before = await open('/operator');
  expect(before.text).toContain('Nothing is known to be wrong');
  await compared(
    world,
    [missing(1), { kind: 'unknownLine', subject: 'keepit/dk-co/<a>', details: {} }],
    ['keepit/us-dc'],
  );

  const { text } = await open('/operator');
  expect(text).toContain('the customer has no service');
  expect(text).toContain('have the order placed anew');
  expect(text).toContain('href="https://temporal.example/namespaces/default/workflows/order-0000000001"');
  expect(text).toContain('keepit/dk-co/&lt;a&gt;');
  expect(text).toContain('Could not be compared: keepit/us-dc');
  expect(text).toContain('1,200 accounts, 800 active lines, 3,000 orders that have ended');
  expect(text).not.toContain('<script');

  const unknown = await open('/operator?kind=unknownLine');
  expect([unknown.text.includes('Account without an order'), unknown.text.includes('0000000001-1')]).toEqual([
    true,
    false,
  ]);
  expect((await open('/operator?kind=duplicate')).text).toContain('There is nothing of this kind');
  expect((await open('/operator?kind=nonsense')).status).toBe(200);
  await compared(world, []);
});

test('a long list has pages', async () => {
  const { open, signIn, world } = await browser();
  await signIn();
  await compared(
    world,
    Array.from({ length: 30 }, (_, n) => ({ ...missing(0), subject: `00000000${10 + n}-1` })),
  );
  const first = await open('/operator?kind=accountMissing');
  const next = /href="(\/operator\?[^"]+)" rel="next"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const second = await open(next);
  const subjects = [first, second].map(({ text }) => [...text.matchAll(/<article/g)].length);
  expect(subjects).toEqual([25, 5]);
  expect(second.text).not.toContain('rel="next"');
  expect((await open('/operator?cursor=nonsense')).status).toBe(400);
  await compared(world, []);
});

test('a comparison is asked for by a button, also while Temporal is away, which is then said', async () => {
  const { submit, open, signIn, world } = await browser();
  await signIn();
  const asked = await submit('/operator/reconciliation', {}, '/operator');
  expect([asked.status, asked.location, world.comparisons]).toEqual([303, '/operator?comparison=asked', 1]);
  expect((await open('/operator?comparison=asked')).text).toContain('A comparison has been started');
  world.temporalUp = false;
  const away = await submit('/operator/reconciliation', {}, '/operator');
  expect(away.location).toBe('/operator?comparison=away');
  expect((await open('/operator?comparison=away')).text).toContain('Temporal cannot be reached');
});

test('the page speaks German, and is not there where nothing serves it', async () => {
  const { request, signIn } = await browser();
  await signIn();
  const german = await request('/operator', { headers: { 'accept-language': 'de' } });
  expect([german.text.includes('<html lang="de">'), german.text.includes('Jetzt abgleichen')]).toEqual([true, true]);
  const without = await browser({ services: ['api'] });
  expect((await without.open('/operator')).status).toBe(404);
});
