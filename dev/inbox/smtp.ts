/** The receiving end: takes mail for anybody, from anybody on this machine. */
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Faults } from './faults.ts';
import type { HandingIn } from './handing-in.ts';
import { LOOPBACK, listening } from './listening.ts';
import type { Mailbox } from './mailbox.ts';
import { comesBack, sendBack } from './undeliverable.ts';

const LARGEST_MAIL = 10 * 1024 * 1024;
/** A sender that keeps its connection open does not hold up our end; what was accepted is already kept. */
const GRACE_MS = 100;

/** An error whose `responseCode` the server answers with. */
const reply = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

/** Listens on the loopback interface only. `port` 0 takes any free one. */
export async function startSmtp(port: number, mailbox: Mailbox, faults: Faults, handingIn: HandingIn) {
  let smtpUrl = '';
  const server = new SMTPServer({
    name: 'inbox.localhost',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: LARGEST_MAIL,
    closeTimeout: GRACE_MS,
    logger: false,
    onRcptTo({ address }, _session, done) {
      const fault = faults.strike('recipient', [address]);
      if (fault === 'refuse') done(reply(550, `5.1.1 <${address}>: No such mailbox here`));
      else if (fault === 'defer') done(reply(451, '4.3.0 Try again later'));
      else if (fault !== 'hang') done();
    },
    async onData(stream, session, done) {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk as Buffer);
        if (stream.sizeExceeded) return done(reply(552, '5.3.4 Message too big'));
        // Taken now: with the reply the session forgets it.
        const sender = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        const raw = Buffer.concat(chunks);
        await mailbox.add(raw, recipients);
        const fault = faults.strike('message', recipients);
        if (fault === 'drop') return drop(server, session);
        done();
        handingIn.take(recipients, raw);
        await sendAllBack(sender, fault === 'bounce' ? recipients : recipients.filter(comesBack), raw);
      } catch {
        done(reply(451, '4.3.0 The mail could not be kept'));
      }
    },
  });
  async function sendAllBack(sender: string, recipients: readonly string[], raw: Buffer): Promise<void> {
    if (sender === '') return;
    // Whatever becomes of the report, the mail was taken.
    for (const recipient of recipients) await sendBack(smtpUrl, sender, recipient, raw).catch(() => undefined);
  }
  // A connection that breaks is the sender's affair, and must not end this process.
  server.on('error', () => undefined);
  await listening(server.server, 'SMTP', port);
  smtpUrl = `smtp://${LOOPBACK}:${(server.server.address() as AddressInfo).port}`;

  return {
    smtpUrl,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      // Whoever has not left by now is cut off: a hanging sender must not keep this process alive.
      for (const connection of server.connections) connection._socket.destroy();
    },
  };
}

function drop(server: SMTPServer, session: SMTPServerSession): void {
  for (const connection of server.connections) if (connection.id === session.id) connection._socket.destroy();
}
