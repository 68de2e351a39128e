/** Mail as the activities see it: a message with a fixed identity, one recipient, and a text and an HTML body. */
export interface Message {
  /** RFC 5322 Message-ID without angle brackets, made from order, revision and number: a repeat is recognisable. */
  messageId: string;
  to: { name?: string; email: string };
  /** Who reads the replies; absent: the mailer's own Reply-To. */
  replyTo?: { name?: string; email: string };
  subject: string;
  text: string;
  html: string;
}

export interface Mailer {
  /**
   * Hands one message to the mail server and returns once that has accepted it.
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
  /** The absolute URL of the page on which an order's information request is answered, until `expires` (ISO 8601). */
  issue(claims: { orderId: string; revision: number; expires: string }): Promise<string>;
}

/** Everything the templates of one mail may say. Each function is pure; the language is the recipient's. */
export type MailContent = Pick<Message, 'subject' | 'text' | 'html'>;
