import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import fc from 'fast-check';
import { MailRefused, type Message } from '../../activities/email/port.ts';
import { createSmtpMailer } from '../../activities/email/smtp.ts';
import { type Inbox, startInbox } from '../../dev/inbox/inbox.ts';
import { arm, mailsIn } from './inbox-over-http.ts';
import { type Stage, scriptedServer } from './scripted-server.ts';

const message = (changes: Partial<Message> = {}): Message => ({
  messageId: 'order-1.request.1.1@mail.example.com',
  to: { name: 'Ada Lovelace', email: 'ada@example.com' },
  subject: 'Please name the administrator',
  text: 'Hello',
  html: '<p>Hello</p>',
  ...changes,
});

let inbox: Inbox;
let mailer: ReturnType<typeof createSmtpMailer>;

beforeEach(async () => {
  inbox = await startInbox({ smtpPort: 0, httpPort: 0 });
  mailer = createSmtpMailer({
    url: inbox.smtpUrl,
    from: 'Order desk <orders@example.com>',
    replyTo: 'help@example.com',
  });
});

afterEach(async () => {
  await mailer.close();
  await inbox.close();
});

const failureOf = (sending: Promise<void>) =>
  sending.then(
    () => undefined,
    (error: Error & { code?: unknown }) => error,
  );

test('the mail carries text and HTML, both with the whole link', async () => {
  const link = `https://portal.example.com/complete/${'aB3-_'.repeat(60)}.${'x'.repeat(43)}`;
  await mailer.send(message({ text: `Go to:\n${link}\n\nÜber`, html: `<p><a href="${link}">${link}</a> Über</p>` }));
  const [mail] = await mailsIn(inbox);
  expect(mail?.text).toBe(`Go to:\n${link}\n\nÜber`);
  expect(mail?.html).toBe(`<p><a href="${link}">${link}</a> Über</p>`);
});

test('the mail says that a machine sent it, and who reads the replies', async () => {
  await mailer.send(message());
  await mailer.send(message({ messageId: 'b@x', replyTo: { name: 'Nordwind, IT', email: 'sales@example.net' } }));
  const [second, first] = await mailsIn(inbox);
  expect(first?.header('Auto-Submitted')).toEqual(['auto-generated']);
  expect(first?.header('From')).toEqual(['Order desk <orders@example.com>']);
  expect(first?.header('Reply-To')).toEqual(['help@example.com']);
  expect(second?.header('Reply-To')).toEqual(['"Nordwind, IT" <sales@example.net>']);
});

test('a mail says on its envelope where it comes back to if it cannot be delivered; without that, to the sender', async () => {
  const server = await scriptedServer({ stage: 'nowhere', reply: '' });
  const other = createSmtpMailer({ url: server.url, from: 'orders@example.com' });
  await other.send(message());
  await other.send(message({ bouncesTo: 'bounces+token.1@example.com' }));
  await other.close();
  server.close();
  const senders = server.heard.flatMap((line) => /^MAIL FROM:<(.*?)>/i.exec(line)?.[1] ?? []);
  expect(senders).toEqual(['orders@example.com', 'bounces+token.1@example.com']);
});

test('a repeat carries the same Message-ID', async () => {
  await arm(inbox, { fault: 'drop', times: 1 });
  expect(await failureOf(mailer.send(message()))).toMatchObject({ name: 'MailUnavailable' });
  await mailer.send(message());
  const mails = await mailsIn(inbox);
  expect(mails.map(({ messageId }) => messageId)).toEqual([message().messageId, message().messageId]);
});

test('a name with a line break cannot add a header', async () => {
  const name = 'Ada\r\nBcc: eve@example.net\r\n\r\n<b>body</b>\u2028X-Evil: 1\u202e';
  await mailer.send(message({ to: { name, email: 'ada@example.com' }, subject: 'One\r\nX-Evil: 2\r\n\r\nbody' }));
  const mails = await mailsIn(inbox);
  expect(mails.map(({ to }) => to)).toEqual(['ada@example.com']);
  expect(mails[0]?.header('Bcc')).toEqual([]);
  expect(mails[0]?.header('X-Evil')).toEqual([]);
  expect(mails[0]?.header('To')[0]).not.toMatch(/=0[AD]|=E2=80/i); // encoded, they would only wait for their reader
  expect(mails[0]?.subject).toBe('One X-Evil: 2 body');
  expect(mails[0]?.text).toBe('Hello');
});

test('whatever a name holds, the mail has one recipient and its usual headers', async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '"',
      '\\',
      ',',
      ';',
      ':',
      '<',
      '>',
      '(',
      ')',
      '@',
      '\r',
      '\n',
      '\t',
      '\0',
      'eve@example.net',
      '=?UTF-8?Q?x?=',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
  const names = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(names, fc.uuid(), async (name, id) => {
      await mailer.send(message({ messageId: `${id}@x`, to: { name, email: 'ada@example.com' }, subject: name }));
      const mail = (await mailsIn(inbox)).find(({ messageId }) => messageId === `${id}@x`);
      expect(mail?.to).toBe('ada@example.com');
      expect(mail?.headers.map(({ name }) => name).filter((name) => !name.startsWith('Content-'))).toEqual(
        ['Auto-Submitted', 'From', 'To', 'Reply-To', 'Subject', 'Message-ID', 'Date', 'MIME-Version'].filter(
          (usual) => usual !== 'Subject' || mail?.header('Subject').length,
        ),
      );
      expect(mail?.header('To')[0]).toMatch(/ada@example\.com>?$/);
    }),
    { numRuns: 60 },
  );
});

test('the mail server refuses an address for good: told apart from weather', async () => {
  await arm(inbox, { fault: 'refuse', times: 1 });
  const refusal = await failureOf(mailer.send(message()));
  expect(refusal).toBeInstanceOf(MailRefused);
  expect(refusal).toMatchObject({ code: 550 });

  await arm(inbox, { fault: 'defer', times: 1 });
  const weather = await failureOf(mailer.send(message()));
  expect(weather).toMatchObject({ name: 'MailUnavailable' });
  expect(weather?.message).toContain('451');

  await mailer.send(message());
  expect(await mailsIn(inbox)).toHaveLength(1);
});

const outcomeOf = async (stage: Stage, code: number) => {
  const server = await scriptedServer({ stage, reply: `${code} no` });
  const other = createSmtpMailer({ url: server.url, from: 'orders@example.com' });
  try {
    return await failureOf(other.send(message()));
  } finally {
    await other.close();
    server.close();
  }
};

test.each([
  ['RCPT TO', 550],
  ['RCPT TO', 553],
  ['DATA', 554],
  ['end of DATA', 552],
] as const)('the server’s no to this mail is for good: at %s with %i', async (stage, code) => {
  const refusal = await outcomeOf(stage, code);
  expect(refusal).toBeInstanceOf(MailRefused);
  expect(refusal?.code).toBe(code);
});

test.each([
  ['greeting', 554],
  ['AUTH', 535],
  ['MAIL FROM', 550],
  ['RCPT TO', 503],
  ['RCPT TO', 530],
  ['RCPT TO', 452],
  ['DATA', 535],
  ['DATA', 451],
  ['end of DATA', 450],
] as const)('a no to ourselves, or for now, is weather: at %s with %i', async (stage, code) => {
  expect(await outcomeOf(stage, code)).toMatchObject({ name: 'MailUnavailable' });
});

test('a failure tells neither the address, nor the link, nor more than 200 characters of the server’s words', async () => {
  const link = 'https://portal.example.com/complete/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
  const words = `no ada.lovelace at <ada.lovelace@example.com> or Ada.Lovelace\x1b[31m ${link} ${'x'.repeat(3000)}`;
  const server = await scriptedServer({ stage: 'end of DATA', reply: `550 ${words}` });
  const other = createSmtpMailer({ url: server.url, from: 'orders@example.com' });
  const failure = await failureOf(other.send(message({ to: { email: 'ada.lovelace@example.com' } })));
  await other.close();
  server.close();
  const told = `${failure?.stack} ${JSON.stringify(failure)} ${failure?.cause}`;
  expect(told).toContain('a***@example.com');
  expect(told).not.toMatch(/lovelace/i);
  expect(told).not.toContain('eyJ');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the promise
  expect(failure?.message).not.toMatch(/[\u0000-\u001f]/);
  expect(failure?.message.length).toBeLessThan(300);
});

test('an address that no mail can be sent to is refused for good, without asking the server', async () => {
  for (const email of ['', 'ada', 'ada@example.com, eve@example.net', 'ada@example.com\r\nRCPT TO:<eve@example.net>']) {
    expect(await failureOf(mailer.send(message({ to: { email } })))).toMatchObject({ name: 'MailRefused', code: 553 });
  }
  expect(await mailsIn(inbox)).toEqual([]);
});

test('no server there, or one that never answers: weather, after a time of our own', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const timeouts = { connection: 200, greeting: 200, socket: 200, whole: 2_000 };
  const patient = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, from: 'orders@example.com', timeouts });
  expect(await failureOf(patient.send(message()))).toMatchObject({ name: 'MailUnavailable', code: 'ETIMEDOUT' });
  await patient.close();
  await new Promise((resolve) => silent.close(resolve));
  const lonely = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, from: 'orders@example.com' });
  expect(await failureOf(lonely.send(message()))).toMatchObject({ name: 'MailUnavailable', code: 'ESOCKET' });
  await lonely.close();
});

test('a server that hangs in the middle does not hold a mail for ever', async () => {
  await arm(inbox, { fault: 'hang', times: 20 });
  const timeouts = { socket: 100, whole: 600 };
  const patient = createSmtpMailer({ url: inbox.smtpUrl, from: 'orders@example.com', timeouts });
  expect(await failureOf(patient.send(message()))).toMatchObject({ name: 'MailUnavailable' });
  await patient.close();
});

test('a password is never sent in clear over a network', async () => {
  // The server offers no encryption; its name is not a loopback one, though it leads there.
  const server = await scriptedServer({ stage: 'nowhere', reply: '' });
  const url = `smtp://desk:pass%40word@0.0.0.0:${new URL(server.url).port}`;
  const careful = createSmtpMailer({ url, from: 'orders@example.com' });
  expect(await failureOf(careful.send(message()))).toMatchObject({ name: 'MailUnavailable', code: 'ETLS' });
  await careful.close();
  server.close();
  expect(server.heard.filter((line) => /^AUTH/i.test(line))).toEqual([]);
});

test('settings that cannot work are refused at the start, without telling the password', () => {
  for (const url of ['', 'localhost:25', 'http://user:hunter2@example.com', 'smtp:///hunter2']) {
    const create = () => createSmtpMailer({ url, from: 'orders@example.com' });
    expect(create).toThrow('SMTP_URL must look like');
    expect(create).not.toThrow('hunter2');
  }
  for (const from of ['', 'nobody', 'a@example.com, b@example.com', 'Group: a@example.com, b@example.com;']) {
    expect(() => createSmtpMailer({ url: 'smtp://localhost', from })).toThrow('MAIL_FROM must be one address');
  }
});
