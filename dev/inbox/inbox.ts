/** A mail server for development and tests: takes every mail, sends none on, and shows them on a page. Mail to
 * `…@bounce.example` comes back as undeliverable, later than the mail server's answer. */
import type { AddressInfo, Server } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Faults } from './faults.ts';
import { HandingIn, type InboundMail } from './handing-in.ts';
import { createInboxApp } from './http.ts';
import { LOOPBACK, listening } from './listening.ts';
import { openMailbox } from './mailbox.ts';
import { startSmtp } from './smtp.ts';

export interface InboxOptions {
  /** 0 takes any free port. */
  smtpPort: number;
  /** 0 takes any free port. */
  httpPort: number;
  /** Where mails are kept across restarts; one inbox for each directory. Absent: in memory only. */
  stateDir?: string;
}

export interface Inbox {
  /** Where to send, as a value of `SMTP_URL`. */
  smtpUrl: string;
  /** The page. */
  url: string;
  /** Answers `[{id, to, subject, text, html, date, …}]`, newest first; `?after=<id>`: only what came after that mail. */
  messagesUrl: string;
  /** From now on, mail to this mailbox and its subaddresses is handed in there too. */
  handInTo(inbound: InboundMail): void;
  close(): Promise<void>;
}

/**
 * Starts the inbox on the loopback interface.
 * @throws an Error naming the port if one is taken; nothing is left running then.
 */
export async function startInbox(options: InboxOptions): Promise<Inbox> {
  const mailbox = openMailbox(options.stateDir);
  const faults = new Faults();
  const handingIn = new HandingIn();
  const smtp = await startSmtp(options.smtpPort, mailbox, faults, handingIn);
  const http = createAdaptorServer({ fetch: createInboxApp(mailbox, faults).fetch }) as Server & {
    closeAllConnections(): void;
  };
  try {
    await listening(http, 'HTTP', options.httpPort);
  } catch (error) {
    await smtp.close();
    throw error;
  }
  const url = `http://${LOOPBACK}:${(http.address() as AddressInfo).port}`;

  return {
    smtpUrl: smtp.smtpUrl,
    url,
    messagesUrl: `${url}/messages`,
    handInTo: (inbound) => handingIn.to(inbound),
    async close() {
      handingIn.close();
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeAllConnections();
      await Promise.all([smtp.close(), closed]);
    },
  };
}
