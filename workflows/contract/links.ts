/**
 * The link in the mail is a JWT (RFC 7519) signed with HS256. The activity that sends the mail makes it, the portal
 * checks it; both take these values from here. It names an order and a revision, and no person.
 */
export const LINK = {
  algorithm: 'HS256',
  /** RFC 8725 §3.11: an explicit type, so that no other token of ours can be passed off as a link. */
  type: 'information-request+jwt',
  issuer: 'order-saga',
  audience: 'portal',
  /** Claim: the revision of the information request; an older one is superseded. */
  revisionClaim: 'rev',
} as const;

/** What a link says once its signature holds. */
export interface LinkClaims {
  orderId: string;
  revision: number;
  /** ISO 8601 instant after which the link no longer works. */
  expires: string;
}

/** Signing keys by id: the first one signs, all of them verify, so that keys can be rotated while links are out. */
export type LinkKeys = readonly { id: string; secret: Uint8Array }[];
