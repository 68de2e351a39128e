/**
 * `POST /inbound/mail`: the mail server hands in what came to the mailbox of bounces, one raw mail (RFC 5322) a request.
 * Only an address that we signed says which mail a report is about; a report says no more than that it will never arrive.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, Hono, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { clientAddress } from '../site/client-address.ts';
import type { HttpDeps, HttpEnv, Inbound } from '../site/ports.ts';
import { Problem } from '../site/problems.ts';
import { rateLimit } from '../site/rate-limit.ts';
import { type IncomingMail, readMail } from './delivery-report.ts';

const PATH = '/inbound/mail';

/** In kibibytes. Ours have 30, and a report returns one whole at the most. */
const LARGEST_MAIL = 1024;

/** Where mail servers write to whom a mail came, the surest first; the last one is the sender's word. */
const RECIPIENT_FIELDS = ['x-original-to', 'delivered-to', 'envelope-to', 'to'];

/** What became of a mail: `ignored` is nothing to try again. */
type Outcome =
  | { outcome: 'reported' }
  | { outcome: 'ignored'; why: 'notForUs' | 'noReport' | 'mayStillArrive' | 'tooLate' };

/** Adds the route. Answers 200 with the outcome; 400, 401, 413, 415 or 429 if the request is at fault; 503 to try again. */
export function inboundRoutes(app: Hono<HttpEnv>, deps: HttpDeps, { bounces, secret }: Inbound): void {
  app.post(PATH, knownSender(deps, secret), limitedMail, async (c) => {
    if (!/^message\/rfc822(?:;|$)/i.test(c.req.header('content-type') ?? '')) {
      throw new Problem('unsupported-media-type', 'Send the mail as it is, as message/rfc822.');
    }
    const mail = readMail(new Uint8Array(await c.req.arrayBuffer()));
    if (mail.report.kind === 'malformed') {
      const detail = `This is no mail that can be read: ${mail.report.why}.`;
      throw new Problem('invalid-request', detail, { extra: { errors: [{ pointer: '', detail }] } });
    }
    const result = await take(c, mail);
    c.header('Cache-Control', 'no-store');
    return c.json(result, 200);
  });

  async function take(c: Context<HttpEnv>, { fields, report }: IncomingMail): Promise<Outcome> {
    const recipients = [c.req.header('x-envelope-to'), ...RECIPIENT_FIELDS.map((name) => fields.get(name))];
    const about = bounces.find(recipients.filter((text) => text !== undefined).join('\n'));
    if (!about) return told({ outcome: 'ignored', why: 'notForUs' });
    if (report.kind !== 'permanent') {
      return told({ outcome: 'ignored', why: report.kind === 'passing' ? 'mayStillArrive' : 'noReport' });
    }
    const { orderId, revision, number } = about;
    const { kind } = await deps.orders.reportBounce(orderId, { revision, number, status: report.status });
    if (kind === 'unavailable') {
      throw new Problem('unavailable', 'The order did not answer in time; hand the same mail in again.', {
        headers: { 'Retry-After': '30' },
      });
    }
    return told(kind === 'accepted' ? { outcome: 'reported' } : { outcome: 'ignored', why: 'tooLate' });

    function told(outcome: Outcome): Outcome {
      // No address and no word of the mail: both are other people's.
      const status = report.kind === 'permanent' ? report.status : undefined;
      deps.logger.info({ requestId: c.get('requestId'), ...about, status, ...outcome }, 'inbound mail');
      return outcome;
    }
  }
}

/** Lets the mail server through; guesses of the secret are limited for each address. */
function knownSender(deps: HttpDeps, secret: string): MiddlewareHandler<HttpEnv> {
  const failures = rateLimit({ burst: 20, perMinute: 20, now: deps.now ?? Date.now });
  const expected = digest(`Bearer ${secret}`);
  return async function knownSender(c, next) {
    if (timingSafeEqual(digest(c.req.header('authorization') ?? ''), expected)) return next();
    const wait = failures.take(clientAddress(c, deps.trustedProxies));
    if (wait !== undefined) {
      throw new Problem('too-many-requests', 'Too many requests without the secret came from your address.', {
        headers: { 'Retry-After': String(wait) },
      });
    }
    throw new Problem('unauthorized', 'Send the secret of inbound mail as a bearer token.', {
      headers: { 'WWW-Authenticate': 'Bearer realm="inbound mail"' },
    });
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

const limitedMail: MiddlewareHandler = bodyLimit({
  maxSize: LARGEST_MAIL * 1024,
  onError: () => {
    throw new Problem('payload-too-large', `The mail is larger than ${LARGEST_MAIL} kB.`);
  },
});
