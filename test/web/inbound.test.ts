/** What the mail server hands in: reports of mails that will never arrive, and whatever else comes to that mailbox. */
import fc from 'fast-check';
import { createBounceAddresses } from '../../activities/email/bounce-addresses.ts';
import { createBounceReader } from '../../web/inbound/bounce-addresses.ts';
import type { LinkKeys } from '../../workflows/contract/links.ts';
import { useEdge } from './support/edge.ts';

const key = (id: string, filling: number) => ({ id, secret: new Uint8Array(32).fill(filling) });
const KEYS: LinkKeys = [key('new', 1), key('old', 2)];
const MAILBOX = 'bounces@mail.orders.example';
const SECRET = 'a-secret-that-only-the-mail-server-knows';
const ORDER = '1VS18WW9D3';
const ADDRESS = createBounceAddresses({ mailbox: MAILBOX, keys: KEYS }).of({ orderId: ORDER, revision: 2, number: 5 });
const PERSON = 'ada.lovelace@engines.example';

const newEdge = useEdge();

async function edge() {
  const bounces = createBounceReader({ mailbox: MAILBOX, keys: KEYS });
  const { app, world } = await newEdge({ inbound: { bounces, secret: SECRET } });
  const handIn = async (mail: string | Uint8Array, headers: Record<string, string> = {}) => {
    const response = await app.request('/inbound/mail', {
      method: 'POST',
      body: mail,
      headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'message/rfc822', ...headers },
    });
    return { status: response.status, headers: response.headers, json: await response.json() };
  };
  return { world, handIn };
}

interface Report {
  to?: string;
  action?: string;
  status?: string;
  /** What the recipients' part is instead. */
  recipients?: string;
  contentType?: string;
}

/** A report as Postfix writes it. */
function report({ to = ADDRESS, action = 'failed', status = '5.1.1', recipients, contentType }: Report = {}): string {
  const fields =
    recipients ??
    `Final-Recipient: rfc822; ${PERSON}\r\nOriginal-Recipient: rfc822;${PERSON}\r\nAction: ${action}\r\nStatus: ${status}\r
Diagnostic-Code: smtp; 550 5.1.1 <${PERSON}>: Recipient address rejected:\r
    User unknown\r\n`;
  return `Return-Path: <>\r
From: MAILER-DAEMON@mx.engines.example (Mail Delivery System)\r
To: ${to}\r
Subject: Undelivered Mail Returned to Sender\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: ${contentType ?? 'multipart/report; report-type=delivery-status;\r\n\tboundary="1B2C.1764/mx.engines.example"'}\r
\r
This is a MIME-encapsulated message.\r
\r
--1B2C.1764/mx.engines.example\r
Content-Type: text/plain; charset=us-ascii\r
\r
I'm sorry to have to inform you that your message could not be delivered.\r
\r
--1B2C.1764/mx.engines.example\r
Content-Description: Delivery report\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.engines.example\r
Arrival-Date: Wed, 25 Nov 2026 07:00:00 +0000 (UTC)\r
\r
${fields}\r
--1B2C.1764/mx.engines.example\r
Content-Type: text/rfc822-headers\r
\r
To: ${PERSON}\r
Subject: Please name the administrator\r
--1B2C.1764/mx.engines.example--\r
`;
}

const REPORTED = [ORDER, { revision: 2, number: 5, status: '5.1.1' }];

test('an address names its mail, whatever mail servers do to its case, as long as its key is known', () => {
  const numbers = fc.integer({ min: 1, max: 9_999_999 });
  const orderIds = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{10}$/);
  const cases = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => text.toUpperCase(),
  );
  fc.assert(
    fc.property(orderIds, numbers, numbers, cases, (orderId, revision, number, changed) => {
      const mail = { orderId, revision, number };
      const longest = 'a-mailbox-of-16c@mail.orders.example';
      const address = createBounceAddresses({ mailbox: longest, keys: [key('old', 2)] }).of(mail);
      expect(address.indexOf('@')).toBeLessThanOrEqual(64);
      const reader = createBounceReader({ mailbox: longest, keys: KEYS });
      expect(reader.find(`x <${changed(address)}>, y@z`)).toEqual(mail);
      expect(createBounceReader({ mailbox: longest, keys: [key('other', 3)] }).find(address)).toBeUndefined();
    }),
  );
});

test('an address altered in any single character is nobody’s', () => {
  const reader = createBounceReader({ mailbox: MAILBOX, keys: KEYS });
  for (let at = 0; at < ADDRESS.length; at++) {
    const other = ADDRESS[at] === '1' ? '2' : '1';
    expect(reader.find(ADDRESS.slice(0, at) + other + ADDRESS.slice(at + 1))).toBeUndefined();
  }
});

test('a report that a mail will never arrive is told to its order, by the address that it came to', async () => {
  const { world, handIn } = await edge();
  expect(await handIn(report())).toMatchObject({ status: 200, json: { outcome: 'reported' } });
  // The mail server says whom it took the mail for; what the sender wrote in it counts less.
  expect(await handIn(report({ to: 'postmaster@orders.example' }), { 'x-envelope-to': ADDRESS })).toMatchObject({
    json: { outcome: 'reported' },
  });
  expect(await handIn(`Delivered-To: ${ADDRESS.toUpperCase()}\r\n${report({ to: 'x@y.example' })}`)).toMatchObject({
    json: { outcome: 'reported' },
  });
  expect(world.bounces).toEqual([REPORTED, REPORTED, REPORTED]);
});

test('a report without CRLF, with a type that is written otherwise, or cut short is one all the same', async () => {
  const { world, handIn } = await edge();
  const otherwise = 'Multipart/Report; boundary="1B2C.1764/mx.engines.example"; REPORT-TYPE="delivery-status"';
  const whole = report();
  const mails = [
    whole.replaceAll('\r\n', '\n'),
    `From MAILER-DAEMON Wed Nov 25 07:00:00 2026\n${whole}`,
    report({ contentType: otherwise }),
    report({ action: 'Failed', status: '5.1.1 (bad destination mailbox address)' }),
    whole.slice(0, whole.indexOf('User unknown')),
    // However much it returns of what it is about.
    whole.replace('To: ada', () => `X-Note: ${'--\r\n'.repeat(200_000)}\r\nTo: ada`),
  ];
  for (const mail of mails) expect(await handIn(mail)).toMatchObject({ json: { outcome: 'reported' } });
  expect(world.bounces).toEqual(mails.map(() => REPORTED));
});

test.each([
  ['a mail that is only late', report({ action: 'delayed', status: '4.4.1' }), 'mayStillArrive'],
  ['a failure for now', report({ status: '4.2.2' }), 'mayStillArrive'],
  ['a mail that has arrived', report({ action: 'delivered', status: '2.0.0' }), 'mayStillArrive'],
  [
    'a mail of which one of two recipients got his',
    report({ recipients: 'Action: failed\r\nStatus: 5.1.1\r\n\r\nAction: relayed\r\nStatus: 2.0.0\r\n' }),
    'mayStillArrive',
  ],
  ['an absence notice', report({ contentType: 'text/plain' }), 'noReport'],
  ['a reading receipt', report({ contentType: 'multipart/report; report-type=disposition-notification' }), 'noReport'],
  ['a report about somebody else’s mail', report({ to: 'bounces@mail.orders.example' }), 'notForUs'],
  ['a forged report', report({ to: ADDRESS.replace('.2.5.', '.3.5.') }), 'notForUs'],
])('%s changes nothing', async (_, mail, why) => {
  const { world, handIn } = await edge();
  expect(await handIn(mail)).toMatchObject({ status: 200, json: { outcome: 'ignored', why } });
  expect(world.bounces).toEqual([]);
});

test.each([
  ['nothing', ''],
  ['no mail', 'hello\r\n\r\nthere'],
  ['bytes', Uint8Array.from({ length: 500 }, (_, n) => (n * 7) % 256)],
  ['a report without parts', report({ contentType: 'multipart/report; report-type=delivery-status; boundary=other' })],
  ['a report without a boundary', report({ contentType: 'multipart/report; report-type=delivery-status' })],
  ['a report about nobody', report({ recipients: 'Final-Recipient: rfc822; x@y.example\r\n' })],
])('%s is refused, and changes nothing', async (_, mail) => {
  const { world, handIn } = await edge();
  expect(await handIn(mail)).toMatchObject({ status: 400, json: { code: 'invalid-request' } });
  expect(world.bounces).toEqual([]);
});

test('whatever comes in is answered, and nobody’s order learns of it', async () => {
  const { world, handIn } = await edge();
  const piece = fc.constantFrom(
    ...report().split(/(?<=[;:"\n])/),
    '\n\n',
    '--',
    'Action: failed\n',
    '\0',
    ';'.repeat(500),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
      const { status } = await handIn(pieces.join('').replaceAll(ADDRESS, PERSON));
      expect([200, 400]).toContain(status);
    }),
    { numRuns: 200 },
  );
  expect(world.bounces).toEqual([]);
});

test('only who knows the secret hands mail in, as mail and of a size that a mail has', async () => {
  const { world, handIn } = await edge();
  for (const authorization of ['', 'Bearer', `Bearer ${SECRET}x`, `Basic ${SECRET}`, `Bearer ${world.token}`]) {
    expect(await handIn(report(), { authorization })).toMatchObject({ status: 401, json: { code: 'unauthorized' } });
  }
  expect(await handIn(report(), { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
  expect(await handIn(report() + 'x'.repeat(1024 * 1024))).toMatchObject({ status: 413 });
  expect(world.bounces).toEqual([]);
  let last = 0;
  for (let tries = 0; tries < 25; tries++) last = (await handIn('', { authorization: 'guess' })).status;
  expect(last).toBe(429);
  expect((await handIn(report())).status).toBe(200);
});

test('without a setting there is no way in', async () => {
  const { app } = await newEdge();
  expect((await app.request('/inbound/mail', { method: 'POST', body: report() })).status).toBe(404);
});

test('an order that cannot be reached now: the mail server is to try again; one that is past it: nothing to do', async () => {
  const { world, handIn } = await edge();
  world.nextMessage = { kind: 'unavailable' };
  const later = await handIn(report());
  expect([later.status, Number(later.headers.get('retry-after')) > 0]).toEqual([503, true]);
  world.nextMessage = { kind: 'notPossible', state: 'completed' };
  expect(await handIn(report())).toMatchObject({ status: 200, json: { outcome: 'ignored', why: 'tooLate' } });
});

test('neither an answer nor the log tells an address or a word of the mail', async () => {
  const { world, handIn } = await edge();
  const answers = [
    await handIn(report()),
    await handIn(report({ recipients: '' })),
    await handIn(report(), { authorization: 'x' }),
  ];
  const told = JSON.stringify(answers.map(({ json }) => json)) + world.log.join('\n');
  expect(world.log.join('\n')).toContain(`"orderId":"${ORDER}"`);
  expect(told).not.toMatch(/lovelace|engines\.example|User unknown|a-secret-that/);
  expect(told).not.toContain(ADDRESS);
});
