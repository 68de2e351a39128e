/** The receiving end: takes mail for anybody, from anybody on this machine. */
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Faults } from './faults.ts';
import { LOOPBACK, listening } from './listening.ts';
import type { Mailbox } from './mailbox.ts';

const LARGEST_MAIL = 10 * 1024 * 1024;
/** A sender that keeps its connection open does not hold up our end; what was accepted is already kept. */
const GRACE_MS = 100;

/** An error whose `responseCode` the server answers with. */
const reply = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

/** Listens on the loopback interface only. `port` 0 takes any free one. */
export async function startSmtp(port: number, mailbox: Mailbox, faults: Faults) {
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
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        await mailbox.add(Buffer.concat(chunks), recipients);
        if (faults.strike('message', recipients) === 'drop') return drop(server, session);
        done();
      } catch {
        done(reply(451, '4.3.0 The mail could not be kept'));
      }
    },
  });
  // A connection that breaks is the sender's affair, and must not end this process.
  server.on('error', () => undefined);
  await listening(server.server, 'SMTP', port);
  const { port: actual } = server.server.address() as AddressInfo;

  return {
    smtpUrl: `smtp://${LOOPBACK}:${actual}`,
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
