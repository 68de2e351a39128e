/** Mail as the activities see it: a message with a fixed identity, one recipient, and a text and an HTML body. */
export interface Message {
  /** RFC 5322 Message-ID without angle brackets, made from order, revision and number: a repeat is recognisable. */
  messageId: string;
  to: { name?: string; email: string };
  /** Who reads the replies; absent: the mailer's own Reply-To. */
  replyTo?: { name?: string; email: string };
  /** Where the mail server reports that it could not deliver (RFC 5321 §3.6.3); absent: to the mailer's own address. */
  bouncesTo?: string;
  subject: string;
  text: string;
  html: string;
}

/** How long a hand-over takes at the most, in milliseconds. */
export const LONGEST_HAND_OVER_MS = 25_000;

export interface Mailer {
  /**
   * Hands one message to the mail server and returns once that has accepted it, or within {@link LONGEST_HAND_OVER_MS} says
   * that it has not. A repeat is another mail: who may repeat claims the mail first.
   * @throws MailRefused if the server refuses this message or address for good (5xx); any other error is weather.
   */
  send(message: Message): Promise<void>;
}

/** Thrown when the mail server refuses a message or an address for good. Repeating it is useless. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
  /** The SMTP reply code, 500 to 599. */
  readonly code: number;
  constructor(code: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Makes the links in the mails. */
export interface LinkIssuer {
  /** The absolute URL of an order's page in the control panel, for those who can log in there. */
  orderPage(orderId: string): string;
  /** The absolute URL of the page on which an order's information request is answered, until `expires` (ISO 8601). */
  issue(claims: { orderId: string; revision: number; expires: string }): Promise<string>;
}

/** Makes the addresses to which a mail server reports that a mail of an information request will never arrive. */
export interface BounceAddresses {
  of(mail: { orderId: string; revision: number; number: number }): string;
}

/** Everything the templates of one mail may say. Each function is pure; the language is the recipient's. */
export type MailContent = Pick<Message, 'subject' | 'text' | 'html'>;
