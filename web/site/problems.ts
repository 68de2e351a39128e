/**
 * Every problem that the API can answer, as RFC 9457 problem details. The codes are public: callers switch on them,
 * so one may be added and none renamed. OpenAPI, the explaining pages and a test are all made from this table.
 */
import type { ContentfulStatusCode } from 'hono/utils/http-status';

export interface ProblemKind {
  status: ContentfulStatusCode;
  title: string;
  /** What a developer should do about it. */
  advice: string;
  /** There where it always is: nothing was done. Problems with another status than 429 and 503 never say. */
  safeToRepeat?: true;
}

export const PROBLEMS = {
  'malformed-json': {
    status: 400,
    title: 'The body is not JSON',
    advice: 'Send one JSON value in UTF-8, as RFC 8259 defines it.',
  },
  'invalid-request': {
    status: 400,
    title: 'The request breaks its schema',
    advice:
      'Each entry of `errors` names a place and what is wrong there: `pointer` is an RFC 6901 pointer into the body, `parameter` a parameter of the path or query. Unknown fields are refused, so that a misspelt one is not lost. At most 50 places are named.',
  },
  'idempotency-key-missing': {
    status: 400,
    title: 'The Idempotency-Key header is missing',
    advice: 'Make a random key for each order and send the same one with every retry of that order.',
  },
  'idempotency-key-invalid': {
    status: 400,
    title: 'The Idempotency-Key header is not usable',
    advice: 'Use 1 to 255 visible ASCII characters; a UUID is a good key.',
  },
  'bad-cursor': {
    status: 400,
    title: 'The cursor is not one of ours',
    advice: 'Send back a `nextCursor` as it was given, or leave `cursor` out to start at the first page.',
  },
  unauthorized: {
    status: 401,
    title: 'A valid bearer token is needed',
    advice: 'Send `Authorization: Bearer …` with a token that an operator made for you and has not revoked.',
  },
  'token-not-allowed': {
    status: 403,
    title: 'The token does not open this address',
    advice:
      'Addresses under `/api/operator` take operators’ tokens and no others; everything else takes a token of a reseller’s.',
  },
  'not-found': { status: 404, title: 'There is nothing at this address', advice: 'Compare the path with /api/docs.' },
  'order-not-found': {
    status: 404,
    title: 'There is no such order',
    advice: 'The order id is wrong, or the order belongs to another reseller; the two are not told apart.',
  },
  'customer-not-found': {
    status: 404,
    title: 'There is no such customer',
    advice: 'The customer id is wrong, or the customer belongs to another reseller; the two are not told apart.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take that method',
    advice: 'The `Allow` header lists the methods that it takes.',
  },
  'idempotency-key-reused': {
    status: 409,
    title: 'The Idempotency-Key belongs to another order',
    advice:
      'The key was used with another body. Repeat the first body to get its order, or make a new key for a new order.',
  },
  'customer-on-hold': {
    status: 409,
    title: 'The customer is on hold',
    advice: 'No new order is taken until the hold ends.',
  },
  'product-withdrawn': {
    status: 409,
    title: 'A product is no longer sold',
    advice: 'Look in the catalogue for what replaces it.',
  },
  'terms-outdated': {
    status: 409,
    title: 'The terms have changed',
    advice: 'Show the user the terms in `current`, and order again with that version once they agree.',
  },
  'already-answered': {
    status: 409,
    title: 'The administrator’s details are already accepted',
    advice: 'The first valid answer counts. `accepted` says who gave it, when, and what it was.',
  },
  superseded: {
    status: 409,
    title: 'A newer information request exists',
    advice: 'Answer through the newest link.',
  },
  'order-state': {
    status: 409,
    title: 'The order’s state does not allow this',
    advice: '`state` is the state it is in now, and `cause` why, where there is one.',
  },
  'limit-reached': {
    status: 409,
    title: 'The order has had enough of these',
    advice: '`limit` says how many an order takes. Give the administrator’s details yourself, or cancel the order.',
  },
  'payload-too-large': { status: 413, title: 'The body is too large', advice: 'Send at most 64 kB.' },
  'unsupported-media-type': {
    status: 415,
    title: 'The body has the wrong content type',
    advice: 'Send `Content-Type: application/json`.',
  },
  'unknown-product': {
    status: 422,
    title: 'A product does not exist',
    advice: 'Take product ids from `GET /api/catalogue`.',
  },
  'quantity-not-allowed': {
    status: 422,
    title: 'A quantity is not sold',
    advice: 'The catalogue gives the minimum, the maximum and the step of each product.',
  },
  'deadline-not-allowed': {
    status: 422,
    title: 'The deadline or a reminder is out of bounds',
    advice: 'Give a deadline of at most P366D, and reminders that come before it.',
  },
  'details-refused': {
    status: 422,
    title: 'The vendor has refused these details',
    advice:
      '`corrections` names the fields and says why. Nothing was changed: send details in which one of these fields at least is another.',
  },
  'mixed-currencies': {
    status: 422,
    title: 'The lines have different currencies',
    advice: 'Place one order for each currency.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    safeToRepeat: true,
    advice: 'Nothing was done. Repeat the same request after `Retry-After`; it is safe to repeat.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong on our side',
    advice: 'Give the `requestId` to support. A request with an Idempotency-Key may be repeated safely.',
  },
  unavailable: {
    status: 503,
    title: 'A part of the order system is away, or did not answer in time',
    advice:
      'Wait as long as `Retry-After` says. Where `safeToRepeat` is true, then repeat the same request: nothing happens twice. Where it is false, the request may have been carried out, and a repeat would do it again: look first.',
  },
  overloaded: {
    status: 503,
    title: 'Too much is asked at once',
    safeToRepeat: true,
    advice: 'Nothing was done. Repeat the same request after `Retry-After`; it is safe to repeat.',
  },
  'not-ready': {
    status: 503,
    title: 'A part of the system cannot be reached',
    advice: '`checks` says which one.',
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One place of a request that is wrong. */
export interface RequestError {
  /** RFC 6901 pointer into the body. */
  pointer?: string;
  /** A parameter of the path or the query. */
  parameter?: string;
  detail: string;
}

/** Thrown by handlers to answer with a problem. `extra` holds the extension members that its code documents. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly extra: Record<string, unknown>;
  readonly headers: Record<string, string>;
  constructor(
    code: ProblemCode,
    detail: string,
    more: { extra?: Record<string, unknown>; headers?: Record<string, string> } & ErrorOptions = {},
  ) {
    super(detail, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.extra = more.extra ?? {};
    this.headers = more.headers ?? {};
  }
}

/** How long to leave alone what is away, in seconds. */
export const AWAY_RETRY_AFTER = '5';

/**
 * Something that the request needs is away or slow.
 * @param what the beginning of the sentence for the caller
 * @param safeToRepeat whether the same request may be sent again without anything happening twice
 */
export function unavailable(what: string, safeToRepeat: boolean, more: ErrorOptions = {}): Problem {
  const advice = safeToRepeat
    ? 'It is safe to repeat the request.'
    : 'The request may have been carried out: look before you repeat it.';
  return new Problem('unavailable', `${what} ${advice}`, {
    ...more,
    extra: { safeToRepeat },
    headers: { 'Retry-After': AWAY_RETRY_AFTER },
  });
}

/** The response of a problem; `instance` is the request's id as a URN, so that it is a URI and not a path. */
export function problemResponse(problem: Problem, publicUrl: string, requestId: string): Response {
  const kind: ProblemKind = PROBLEMS[problem.code];
  const body = {
    type: problemUrl(publicUrl, problem.code),
    title: kind.title,
    status: kind.status,
    detail: problem.message,
    code: problem.code,
    instance: `urn:request:${requestId}`,
    requestId,
    ...(kind.safeToRepeat && { safeToRepeat: true }),
    ...problem.extra,
  };
  return new Response(JSON.stringify(body), {
    status: kind.status,
    headers: { ...problem.headers, 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' },
  });
}

function problemUrl(publicUrl: string, code: string): string {
  return `${publicUrl.replace(/(?<!\/)\/+$/, '')}/api/problems/${code}`;
}
