/** A mail server for development and tests: takes every mail, sends none on, and shows them on a page. */
import type { AddressInfo, Server } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Faults } from './faults.ts';
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
  /** Answers `[{id, to, subject, text, html, date, …}]`, newest first. */
  messagesUrl: string;
  close(): Promise<void>;
}

/**
 * Starts the inbox on the loopback interface.
 * @throws an Error naming the port if one is taken; nothing is left running then.
 */
export async function startInbox(options: InboxOptions): Promise<Inbox> {
  const mailbox = openMailbox(options.stateDir);
  const faults = new Faults();
  const smtp = await startSmtp(options.smtpPort, mailbox, faults);
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
    async close() {
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeAllConnections();
      await Promise.all([smtp.close(), closed]);
    },
  };
}
