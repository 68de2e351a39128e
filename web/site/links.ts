/** Checks the links that come back from the mails. Their other half, which makes them, is an activity's. */
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { LINK, type LinkClaims, type LinkKeys } from '../../workflows/contract/links.ts';

/** What a token is. `claims` are there only if the signature holds, so an expired page may say whose link it was. */
export type LinkVerdict =
  | { kind: 'valid'; claims: LinkClaims }
  | { kind: 'expired'; claims: LinkClaims }
  /** Altered, made with a key we do not have, for another purpose, or no token at all: not told apart on purpose. */
  | { kind: 'broken' };

export interface LinkVerifier {
  /** Never throws, whatever the text. Says nothing about the order: an older revision is `valid` here. */
  verify(token: string): Promise<LinkVerdict>;
}

/** Ours have about 300 characters. */
const LONGEST_TOKEN = 2_000;

/**
 * RFC 7515 §7.1, with the signature of HS256 in its one canonical form: 43 digits, the last of which carries four bits.
 * Decoders ignore the spare bits, so without this a link could be altered in its last character and still hold.
 */
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]{42}[AEIMQUYcgkosw048]$/;

/**
 * A verifier for links signed with any of the keys.
 * @throws TypeError at once if there is no key.
 */
export function createLinkVerifier(keys: LinkKeys): LinkVerifier {
  if (keys.length === 0) throw new TypeError('links need at least one key');
  const secrets = new Map(keys.map((key) => [key.id, key.secret]));

  return {
    async verify(token) {
      if (typeof token !== 'string' || token.length > LONGEST_TOKEN || !TOKEN.test(token)) return { kind: 'broken' };
      try {
        const { payload } = await jwtVerify(
          token,
          ({ kid }) => {
            const secret = kid === undefined ? undefined : secrets.get(kid);
            if (!secret) throw new errors.JWKSNoMatchingKey();
            return secret;
          },
          {
            algorithms: [LINK.algorithm], // RFC 8725 §3.1: else the token would choose how it is checked
            typ: LINK.type,
            issuer: LINK.issuer,
            audience: LINK.audience,
            requiredClaims: ['sub', 'exp', 'iat', LINK.revisionClaim],
          },
        );
        return verdict('valid', payload);
      } catch (error) {
        // jose looks at the time last, after the signature and every other claim.
        return error instanceof errors.JWTExpired ? verdict('expired', error.payload) : { kind: 'broken' };
      }
    },
  };
}

function verdict(kind: 'valid' | 'expired', payload: JWTPayload): LinkVerdict {
  const { sub: orderId, exp, [LINK.revisionClaim]: revision } = payload;
  if (typeof orderId !== 'string' || orderId === '' || typeof exp !== 'number') return { kind: 'broken' };
  if (typeof revision !== 'number' || !Number.isSafeInteger(revision) || revision < 1) return { kind: 'broken' };
  const expires = new Date(Math.round(exp * 1000));
  if (Number.isNaN(expires.getTime())) return { kind: 'broken' };
  return { kind, claims: { orderId, revision, expires: expires.toISOString() } };
}
