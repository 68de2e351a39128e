import fc from 'fast-check';
import { SignJWT, UnsecuredJWT } from 'jose';
import { createLinkIssuer } from '../../activities/email/links.ts';
import { createLinkVerifier } from '../../web/site/links.ts';
import { parseLinkKeys } from '../../workflows/contract/link-keys.ts';
import { LINK, type LinkKeys } from '../../workflows/contract/links.ts';

// 64 bytes, long enough for every HMAC algorithm, so that only the pinned one stands in the way of another.
const key = (id: string, filling: number) => ({ id, secret: new Uint8Array(64).fill(filling) });
const KEYS: LinkKeys = [key('2026-11', 1)];
const FUTURE = '2999-01-01T00:00:00.000Z';
const PAST = '2020-01-01T00:00:00.000Z';

const claims = (expires = FUTURE) => ({ orderId: 'order-1', revision: 3, expires });
const tokenOf = async (expires: string, keys: LinkKeys = KEYS) =>
  (await createLinkIssuer({ publicUrl: 'https://portal.example.com', keys }).issue(claims(expires))).replace(
    /^.*\//,
    '',
  );
const verify = (token: string, keys: LinkKeys = KEYS) => createLinkVerifier(keys).verify(token);

/** A token that differs from ours in what is given. */
function forged(changes: { header?: object; payload?: object; secret?: Uint8Array } = {}) {
  const payload = { iss: LINK.issuer, aud: LINK.audience, sub: 'order-1', rev: 3, iat: 1, exp: 32_472_144_000 };
  return new SignJWT({ ...payload, ...changes.payload })
    .setProtectedHeader({ alg: 'HS256', typ: LINK.type, kid: '2026-11', ...changes.header })
    .sign(changes.secret ?? key('', 1).secret);
}

const instants = fc.date({ min: new Date('2900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });

test('a link says what was put into it: order, revision and the instant to the millisecond', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      instants,
      async (orderId, revision, instant) => {
        const given = { orderId, revision, expires: instant.toISOString() };
        const url = await createLinkIssuer({ publicUrl: 'https://example.com/portal/', keys: KEYS }).issue(given);
        expect(url).toMatch(/^https:\/\/example\.com\/portal\/complete\/[\w-]+\.[\w-]+\.[\w-]+$/);
        expect(await verify(url.replace(/^.*\//, ''))).toEqual({ kind: 'valid', claims: given });
      },
    ),
  );
});

test('a link altered in any single character is broken', async () => {
  const token = await tokenOf(FUTURE);
  const verifier = createLinkVerifier(KEYS);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ %';
  for (let at = 0; at < token.length; at++) {
    // Every character at the end, where decoders ignore bits; a few elsewhere.
    const others = at >= token.length - 2 ? alphabet : `A_${alphabet[(alphabet.indexOf(token.charAt(at)) + 1) % 64]}.`;
    for (const other of others) {
      if (other === token[at]) continue;
      expect(await verifier.verify(token.slice(0, at) + other + token.slice(at + 1))).toEqual({ kind: 'broken' });
    }
  }
});

test('an expired link says so, and whose it was', async () => {
  expect(await verify(await tokenOf(PAST))).toEqual({ kind: 'expired', claims: claims(PAST) });
});

test('an expired link whose signature does not hold is only broken', async () => {
  const token = await tokenOf(PAST);
  expect(await verify(token.slice(0, -3) + (token.endsWith('AAA') ? 'BBA' : 'AAA'))).toEqual({ kind: 'broken' });
  expect(await verify(token, [key('2026-11', 2)])).toEqual({ kind: 'broken' });
  expect(await verify(await forged({ payload: { exp: 1, aud: 'panel' } }))).toEqual({ kind: 'broken' });
  expect(await verify(await forged({ payload: { exp: 1, rev: 'x' } }))).toEqual({ kind: 'broken' });
});

test('a token that is ours in everything but one thing is broken', async () => {
  expect(await verify(await forged())).toMatchObject({ kind: 'valid' });
  const forgeries: Record<string, Promise<string> | string> = {
    'another key': forged({ secret: key('', 9).secret }),
    'an unknown key id': forged({ header: { kid: 'other' } }),
    'no key id': forged({ header: { kid: undefined } }),
    'a key id that is a property of every object': forged({ header: { kid: '__proto__' } }),
    'another type': forged({ header: { typ: 'JWT' } }),
    'no type': forged({ header: { typ: undefined } }),
    'another algorithm': forged({ header: { alg: 'HS512' } }),
    'another audience': forged({ payload: { aud: 'panel' } }),
    'no audience': forged({ payload: { aud: undefined } }),
    'another issuer': forged({ payload: { iss: 'somebody' } }),
    'no order': forged({ payload: { sub: undefined } }),
    'an empty order': forged({ payload: { sub: '' } }),
    'no revision': forged({ payload: { rev: undefined } }),
    'revision 0': forged({ payload: { rev: 0 } }),
    'a revision in words': forged({ payload: { rev: '3' } }),
    'no expiry': forged({ payload: { exp: undefined } }),
    'an expiry beyond all dates': forged({ payload: { exp: 1e300 } }),
    'no algorithm at all': new UnsecuredJWT({ rev: 3 })
      .setIssuer(LINK.issuer)
      .setAudience(LINK.audience)
      .setSubject('order-1')
      .encode(),
  };
  for (const [what, token] of Object.entries(forgeries)) {
    expect([what, await verify(await token)]).toEqual([what, { kind: 'broken' }]);
  }
});

test('whatever is put in the place of a token, the answer is that it is broken', async () => {
  const token = await tokenOf(FUTURE);
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3000 }),
    fc.tuple(fc.base64String(), fc.base64String(), fc.base64String()).map((parts) => parts.join('.')),
    fc.constantFrom(
      '',
      '.',
      '..',
      'a.b.c',
      `${token}.`,
      `${token}.${token}`,
      ` ${token}`,
      `${token}\n`,
      'a'.repeat(5e6),
    ),
    fc.constantFrom<unknown>(undefined, null, 5, {}, [token]).map((value) => value as string),
  );
  await fc.assert(fc.asyncProperty(hostile, async (text) => expect(await verify(text)).toEqual({ kind: 'broken' })));
});

test('a well-signed token that is far too long is not even looked at', async () => {
  expect(await verify(await forged({ payload: { more: 'x'.repeat(2000) } }))).toEqual({ kind: 'broken' });
});

test('keys are rotated while links are out: the new key signs, the old one still verifies until it is dropped', async () => {
  const [before, both, after] = [[key('a', 1)], [key('b', 2), key('a', 1)], [key('b', 2)]];
  const old = await tokenOf(FUTURE, before);
  const fresh = await tokenOf(FUTURE, both);
  expect((await verify(old, both)).kind).toBe('valid');
  expect((await verify(fresh, both)).kind).toBe('valid');
  expect((await verify(fresh, after)).kind).toBe('valid');
  expect((await verify(old, after)).kind).toBe('broken');
});

test('links are made for an absolute web address only', () => {
  for (const publicUrl of ['', '/portal', 'ftp://example.com', 'javascript:alert(1)', 'https://example.com/?a=b']) {
    expect(() => createLinkIssuer({ publicUrl, keys: KEYS })).toThrow('PUBLIC_URL must be');
  }
  expect(() => createLinkIssuer({ publicUrl: 'https://example.com', keys: [] })).toThrow('at least one key');
  expect(() => createLinkVerifier([])).toThrow('at least one key');
});

test('keys are read as they are written', () => {
  const ids = fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/);
  const secrets = fc.uint8Array({ minLength: 32, maxLength: 80 });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.record({ id: ids, secret: secrets }), { selector: ({ id }) => id, minLength: 1, maxLength: 4 }),
      (keys) => {
        const written = keys.map(({ id, secret }) => `${id}:${Buffer.from(secret).toString('base64url')}`).join(', ');
        expect(parseLinkKeys(written).map(({ id, secret }) => ({ id, secret: [...secret] }))).toEqual(
          keys.map(({ id, secret }) => ({ id, secret: [...secret] })),
        );
      },
    ),
  );
});

test('keys that cannot be used are refused by position and id, all at once, and never shown', () => {
  const good = Buffer.alloc(32, 7).toString('base64url');
  const read = () => parseLinkKeys(`a:${good},${good},b:c2hvcnQ,a:${good},c:!${good},é:${good},`);
  expect(read).toThrow(
    'LINK_KEYS must be id:base64url[,id:base64url…]: key 2 has no colon between id and key; ' +
      'key 3 (b) has 5 bytes and needs at least 32; key 4 has the id a, as an earlier one has; ' +
      'key 5 (c) is not base64url (letters, digits, - and _); ' +
      'key 6 has an id that is not 1 to 64 letters, digits, dots, dashes or underscores; ' +
      'key 7 has no colon between id and key',
  );
  expect(read).not.toThrow(good);
  expect(() => parseLinkKeys('')).toThrow('key 1 has no colon');
});
