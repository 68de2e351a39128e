/** Makes the links in the mails. Their other half, which checks them, is the portal's. */
import { SignJWT } from 'jose';
import { LINK, type LinkKeys } from '../../workflows/contract/links.ts';
import type { LinkIssuer } from './port.ts';

/**
 * An issuer of links under `publicUrl` (which may have a path), signed with the first key.
 * @throws TypeError at once if the URL is not an absolute http(s) URL, or there is no key.
 */
export function createLinkIssuer(options: { publicUrl: string; keys: LinkKeys }): LinkIssuer {
  const base = baseOf(options.publicUrl);
  const [key] = options.keys;
  if (!key) throw new TypeError('links need at least one key');

  return {
    orderPage: (orderId) => `${base}/panel/orders/${encodeURIComponent(orderId)}`,
    async issue({ orderId, revision, expires }) {
      const until = Date.parse(expires);
      if (Number.isNaN(until)) throw new TypeError(`not an ISO 8601 instant: ${expires}`);
      const token = await new SignJWT({ [LINK.revisionClaim]: revision })
        .setProtectedHeader({ alg: LINK.algorithm, typ: LINK.type, kid: key.id })
        .setIssuer(LINK.issuer)
        .setAudience(LINK.audience)
        .setSubject(orderId)
        .setIssuedAt()
        // RFC 7519 §2 allows fractions of a second; with them the link says exactly the instant that the mail says.
        .setExpirationTime(until / 1000)
        .sign(key.secret);
      return `${base}/complete/${token}`;
    },
  };
}

function baseOf(publicUrl: string): string {
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username) {
    throw new TypeError(`PUBLIC_URL must be an absolute http(s) URL without query, and is: ${publicUrl}`);
  }
  return `${url.origin}${url.pathname.replace(/(?<!\/)\/+$/, '')}`;
}
