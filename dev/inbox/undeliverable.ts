/** What a mail server sends back when it finds out too late that it cannot deliver: a report as in RFC 3464. */
import { createTransport } from 'nodemailer';

/** Mail to this domain is taken, and comes back. */
const ALWAYS = '@bounce.example';

export function comesBack(address: string): boolean {
  return address.toLowerCase().endsWith(ALWAYS);
}

/** Sends the report to `sender` over SMTP, from nobody, so that no report about it can ever be sent (RFC 5321 §4.5.5). */
export async function sendBack(smtpUrl: string, sender: string, recipient: string, raw: Buffer): Promise<void> {
  const transport = createTransport({ url: smtpUrl });
  try {
    await transport.sendMail({ envelope: { from: '', to: [sender] }, raw: reportOf(sender, recipient, raw) });
  } finally {
    transport.close();
  }
}

function reportOf(sender: string, recipient: string, raw: Buffer): string {
  const boundary = `report-${Date.now().toString(36)}`;
  const part = (type: string, body: string) => `--${boundary}\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`;
  const header = raw.toString('latin1').split('\r\n\r\n', 1)[0] ?? '';
  const now = new Date().toUTCString();
  return [
    'From: Mail Delivery System <MAILER-DAEMON@inbox.localhost>',
    `To: ${sender}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Date: ${now}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    part(
      'text/plain; charset=utf-8',
      `Your mail to ${recipient} could not be delivered: there is no such mailbox.\r\n`,
    ) +
      part(
        'message/delivery-status',
        `Reporting-MTA: dns; inbox.localhost\r\nArrival-Date: ${now}\r\n\r\n` +
          `Final-Recipient: rfc822; ${recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n` +
          'Diagnostic-Code: smtp; 550 5.1.1 No such mailbox here\r\n',
      ) +
      part('text/rfc822-headers', header) +
      `--${boundary}--`,
    '',
  ].join('\r\n');
}
