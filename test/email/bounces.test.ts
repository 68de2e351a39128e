/** A mail that is taken and comes back, over real SMTP and HTTP, up to where its order is told. */
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { createBounceAddresses } from '../../activities/email/bounce-addresses.ts';
import type { Message } from '../../activities/email/port.ts';
import { createSmtpMailer } from '../../activities/email/smtp.ts';
import { type Inbox, startInbox } from '../../dev/inbox/inbox.ts';
import { createBounceReader } from '../../web/inbound/bounce-addresses.ts';
import { eventually } from '../support/product.ts';
import { useEdge } from '../web/support/edge.ts';
import { arm, mailsIn } from './inbox-over-http.ts';

const mailbox = 'bounces@saga.example';
const secret = 'a-secret-that-only-the-mail-server-knows';
const keys = [{ id: 'k', secret: new Uint8Array(32).fill(7) }];
const addressOf = (revision: number) =>
  createBounceAddresses({ mailbox, keys }).of({ orderId: '1VS18WW9D3', revision, number: 1 });

const newEdge = useEdge();
let inbox: Inbox;
let mailer: ReturnType<typeof createSmtpMailer>;
let http: ServerType;
let bounces: unknown[];

beforeEach(async () => {
  inbox = await startInbox({ smtpPort: 0, httpPort: 0 });
  mailer = createSmtpMailer({ url: inbox.smtpUrl, from: 'Order desk <orders@saga.example>' });
  const { app, world } = await newEdge({ inbound: { bounces: createBounceReader({ mailbox, keys }), secret } });
  bounces = world.bounces;
  http = await new Promise<ServerType>((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(server));
  });
  const { port } = http.address() as AddressInfo;
  inbox.handInTo({ mailbox, url: `http://127.0.0.1:${port}/inbound/mail`, secret });
});

afterEach(async () => {
  await mailer.close();
  await inbox.close();
  await new Promise((resolve) => http.close(resolve));
});

const send = (email: string, revision: number, change: Partial<Message> = {}) =>
  mailer.send({
    messageId: `${revision}@saga.example`,
    to: { email },
    bouncesTo: addressOf(revision),
    subject: 'Please name the administrator',
    text: 'Hello',
    html: '<p>Hello</p>',
    ...change,
  });

test('a mail that is taken and comes back is told to its order, and so is no other', async () => {
  await arm(inbox, { fault: 'bounce', times: 1, address: 'gone@engines.example' });
  await send('ada@engines.example', 1);
  await send('grace@bounce.example', 2);
  await send('gone@engines.example', 3);
  await send('gone@engines.example', 4);
  const told = await eventually(
    'both',
    () => bounces,
    (all) => all.length >= 2,
  );
  expect(told).toEqual(
    expect.arrayContaining([2, 3].map((revision) => ['1VS18WW9D3', { revision, number: 1, status: '5.1.1' }])),
  );
  // What the product sends looks as it always did; only the envelope says where it comes back to.
  const mails = await mailsIn(inbox);
  const ours = mails.filter(({ subject }) => subject === 'Please name the administrator');
  expect(ours.map((mail) => mail.header('From')[0])).toEqual(Array(4).fill('Order desk <orders@saga.example>'));
  expect(
    mails
      .filter((mail) => !ours.includes(mail))
      .map(({ to }) => to)
      .sort(),
  ).toEqual([2, 3].map(addressOf).sort());
  expect(bounces).toHaveLength(2);
});

test('a report that cannot be handed in now is handed in again, and one about a report is never sent', async () => {
  const away: unknown[] = [];
  const late = serve({
    fetch: () => new Response('', { status: away.push(1) < 2 ? 503 : 200 }),
    port: 0,
    hostname: '127.0.0.1',
  });
  await eventually(
    'it to listen',
    () => late.listening,
    (listening) => listening,
  );
  inbox.handInTo({ mailbox, url: `http://127.0.0.1:${(late.address() as AddressInfo).port}/`, secret });
  await send('grace@bounce.example', 1, { bouncesTo: addressOf(1) });
  await eventually(
    'a second try',
    () => away,
    (tries) => tries.length === 2,
  );
  // The sender of a report is nobody, so a mailbox of bounces that bounces is the end of it.
  await send('grace@bounce.example', 2, { bouncesTo: 'nobody@bounce.example' });
  const mails = await eventually(
    'the report',
    () => mailsIn(inbox),
    (all) => all.length >= 4,
  );
  expect(mails.map(({ to }) => to).sort()).toEqual(
    ['grace@bounce.example', 'grace@bounce.example', 'nobody@bounce.example', addressOf(1)].sort(),
  );
  await new Promise((resolve) => late.close(resolve));
});
