/** The inbox as a program of its own. */
import { parseArgs } from 'node:util';
import { startInbox } from './inbox.ts';

const HELP = `A mail server for development: takes every mail, sends none on, shows them on a page.

  --smtp-port <port>   where mail comes in (default 1025; 0 takes any free port)
  --http-port <port>   where the page is (default 8025; 0 takes any free port)
  --state-dir <path>   keep mails here across restarts (default: in memory only)
  --hand-in-at <url>   hand what comes to BOUNCE_ADDRESS in there, with INBOUND_MAIL_SECRET
  --help               this text

When it listens it prints one line of JSON: {"smtpUrl", "url", "messagesUrl"}. SIGTERM and SIGINT end it.
GET messagesUrl answers [{"id", "to", "subject", "text", "html", "date", …}], newest first; ?after=<id>: only newer ones.
Mail to …@bounce.example is taken, and comes back to its envelope's sender as undeliverable.
POST /faults {"fault": "refuse"|"defer"|"drop"|"hang"|"bounce", "times": 1, "address"?} makes it misbehave, DELETE /faults ends that.
`;

function port(name: string, text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new Error(`${name} must be a port number, and is: ${text}`);
  return Number(text);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'smtp-port': { type: 'string', default: '1025' },
      'http-port': { type: 'string', default: '8025' },
      'state-dir': { type: 'string' },
      'hand-in-at': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const { close, smtpUrl, url, messagesUrl, handInTo } = await startInbox({
    smtpPort: port('--smtp-port', values['smtp-port']),
    httpPort: port('--http-port', values['http-port']),
    stateDir: values['state-dir'],
  });
  const { BOUNCE_ADDRESS: mailbox, INBOUND_MAIL_SECRET: secret } = process.env;
  if (values['hand-in-at'] && mailbox && secret) handInTo({ mailbox, secret, url: values['hand-in-at'] });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void close());
  process.stdout.write(`${JSON.stringify({ smtpUrl, url, messagesUrl })}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
