/** Mail over SMTP. */
import { createTransport } from 'nodemailer';
import addressparser from 'nodemailer/lib/addressparser';
import { isLoopback } from '../../workflows/contract/loopback.ts';
import { isDeliverable, type Mailbox, mailbox, masked, oneLine } from './mailbox.ts';
import { LONGEST_HAND_OVER_MS, type Mailer, MailRefused, type Message } from './port.ts';
import { failureOf, quotable } from './smtp-errors.ts';

export interface SmtpMailerOptions {
  /**
   * `smtp://user:password@host:port`, or `smtps://` for TLS from the first byte; user and password percent-encoded.
   * nodemailer's own options may follow as a query, for example `?tls.rejectUnauthorized=false`.
   */
  url: string;
  /** The sender, as `orders@example.com` or `Order desk <orders@example.com>`. */
  from: string;
  /** Who reads replies that name nobody else, written like `from`. Absent: the sender. */
  replyTo?: string;
  timeouts?: Partial<SmtpTimeouts>;
}

/** Milliseconds. */
export interface SmtpTimeouts {
  /** Until the connection stands. */
  connection: number;
  /** Until the server greets. */
  greeting: number;
  /** Between two signs of life from the server. */
  socket: number;
  /** For one mail altogether, waiting for a free connection included: a server that trickles has an end too. */
  whole: number;
}

const TIMEOUTS: SmtpTimeouts = { connection: 10_000, greeting: 10_000, socket: 20_000, whole: LONGEST_HAND_OVER_MS };

/** RFC 5322 §3.6.4: dot-atom-text on both sides. */
const MESSAGE_ID = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@[\w-]+(?:\.[\w-]+)*$/;

/** RFC 5321 §4.2.3: "mailbox name not allowed", as a server would say it. */
const NOT_AN_ADDRESS = 553;

/**
 * A mailer that keeps a few connections to one SMTP server. A mail is handed over at least once: when the reply to it is
 * lost, the caller's repeat goes out again, recognisable by its Message-ID.
 * @throws TypeError at once if the URL or an address in the options is not usable.
 */
export function createSmtpMailer(options: SmtpMailerOptions): Mailer & { close(): Promise<void> } {
  const from = onlyMailbox('MAIL_FROM', options.from);
  const replyTo = options.replyTo === undefined ? from : onlyMailbox('the Reply-To address', options.replyTo);
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const transport = createTransport({
    url: options.url,
    ...transportSecurity(options.url),
    pool: true,
    connectionTimeout: timeouts.connection,
    greetingTimeout: timeouts.greeting,
    dnsTimeout: timeouts.connection,
    socketTimeout: timeouts.socket,
    socketCloseTimeout: 1_000,
    // A mail is made of the strings in hand; no template can make it read a file or a URL.
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  const inHand = new Set<Promise<void>>();

  function send(message: Message): Promise<void> {
    const sending = handOver(message).finally(() => inHand.delete(sending));
    inHand.add(sending);
    return sending;
  }

  async function handOver(message: Message): Promise<void> {
    if (!MESSAGE_ID.test(message.messageId)) throw new TypeError(`not a Message-ID: ${oneLine(message.messageId)}`);
    const { email } = message.to;
    if (!isDeliverable(email)) {
      throw new MailRefused(
        NOT_AN_ADDRESS,
        `not an address that mail can be sent to: ${quotable(masked(email), email)}`,
      );
    }
    const replies = message.replyTo && isDeliverable(message.replyTo.email) ? mailbox(message.replyTo) : replyTo;
    try {
      await transport.sendMail({
        messageId: `<${message.messageId}>`,
        from,
        to: mailbox(message.to),
        replyTo: replies,
        // The envelope is ours to say: whatever a name looks like, it adds no recipient.
        envelope: { from: message.bouncesTo ?? from.address, to: [email] },
        subject: oneLine(message.subject),
        text: message.text,
        html: message.html,
        // Lines of any length arrive whole; flowed or wrapped text would break long links in some readers.
        textEncoding: 'quoted-printable',
        headers: { 'Auto-Submitted': 'auto-generated' }, // RFC 3834 §5: no out-of-office reply to this, please
        signal: AbortSignal.timeout(timeouts.whole),
      });
    } catch (error) {
      throw failureOf(error, email);
    }
  }

  return {
    send,
    /** Waits for mails in hand, then closes the connections. Later mails are refused as weather. */
    async close() {
      await Promise.allSettled(inHand);
      transport.close();
    },
  };
}

/** The one mailbox in a setting. */
function onlyMailbox(what: string, text: string): Mailbox {
  const [first, ...others] = addressparser(text, { flatten: true });
  // Looser than for customers: it is our own address, and `orders@localhost` is one in development.
  if (first?.address === undefined || others.length > 0 || !/^[^\s@<>]+@[^\s@<>]+$/.test(first.address)) {
    throw new TypeError(
      `${what} must be one address, such as "Order desk <orders@example.com>", and is: ${oneLine(text)}`,
    );
  }
  return mailbox({ name: first.name, email: first.address });
}

/** Refuses what is no SMTP URL, and never sends a password in clear over a network (RFC 8314 §4.1). */
function transportSecurity(text: string): { requireTLS?: boolean } {
  if (!URL.canParse(text) || !/^smtps?:\/\/[^/]/.test(text)) {
    // The URL itself stays out of the message: it may hold a password.
    throw new TypeError('SMTP_URL must look like smtp://user:password@host:port or smtps://host:port');
  }
  const url = new URL(text);
  const decided = url.searchParams.has('requireTLS');
  return url.protocol === 'smtp:' && url.username !== '' && !isLoopback(url.hostname) && !decided
    ? { requireTLS: true }
    : {};
}
