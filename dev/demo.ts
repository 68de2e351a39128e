/** `npm run demo`: one order with the e-mail option, each state as it comes. */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { readEnvironment } from '../config/environment.ts';
import { readStackFile, type StackFile } from './stack-file.ts';

const HELP = `Usage: npm run demo [-- --answer] [-- --help]

Places an order on the running stack (npm start), with the administrator's details asked for by e-mail, and shows each
state as it comes. With --answer it follows the link in the mail and answers as the customer would; without, you do.
`;

interface Order {
  orderId: string;
  state: string;
  waitingOn?: { who: string; what: string; until?: string };
  lines: { lineId: string; state: string; subscriptionId?: string }[];
  timeline: { what: string; by: string }[];
}

const ENDS = ['completed', 'partial', 'failed', 'rejected', 'cancelled', 'expired'];

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { answer: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const { DATA_DIR: dataDir } = readEnvironment(['DATA_DIR']);
  const stack = readStackFile(dataDir);
  if (!stack) throw new Error(`No stack is running on ${dataDir}. Start one in another terminal: npm start`);
  const order = await place(stack);
  console.log(`Order ${order.orderId} is placed for ${stack.customers[0]?.name}.`);
  const ended = await follow(stack, order.orderId, values.answer === true);
  if (ended.state !== 'completed') process.exitCode = 1;
  for (const line of ended.lines)
    console.log(`Line ${line.lineId}: ${line.state}, subscription ${line.subscriptionId}`);
}

async function place(stack: StackFile): Promise<Order> {
  const { items } = await call<{ items: { productId: string; termsVersion: string }[] }>(
    stack,
    '/api/catalogue?q=Office',
  );
  const product = items[0];
  if (!product) throw new Error('The catalogue has no Office 365 Backup.');
  return call<Order>(stack, '/api/orders', {
    method: 'POST',
    headers: { 'Idempotency-Key': randomUUID(), 'Content-Type': 'application/json' },
    body: JSON.stringify({
      customerId: stack.customers[0]?.id,
      lines: [{ productId: product.productId, quantity: 10 }],
      administrator: { mode: 'email' },
      termsVersion: product.termsVersion,
    }),
  });
}

/** Shows everything that happens until the end. The link is shown once the order waits for it, and answered if asked to. */
async function follow(stack: StackFile, orderId: string, answer: boolean): Promise<Order> {
  let told = 0;
  let state = '';
  let linkShown = false;
  for (let seen: string | undefined; ; ) {
    const { order, version } = await next(stack, orderId, seen);
    seen = version;
    for (const { what, by } of order.timeline.slice(told)) console.log(`  · ${what} (${by})`);
    told = order.timeline.length;
    if (order.state !== state) console.log(`  ${stateOf(order)}`);
    state = order.state;
    if (ENDS.includes(order.state)) return order;
    const link = linkShown || order.state !== 'inquiring' ? undefined : await linkOf(stack, orderId);
    if (link) {
      linkShown = true;
      console.log(`  The link in the mail: ${link}`);
      if (answer) await answerAt(link);
      else console.log('  Open it and fill in the form. Ctrl-C leaves the order waiting.');
    }
  }
}

/** The order as soon as it is not what was seen. Its mail is in the inbox before the order says that it was sent. */
async function next(stack: StackFile, orderId: string, seen?: string): Promise<{ order: Order; version: string }> {
  for (;;) {
    const headers = { Authorization: `Bearer ${stack.token}`, ...(seen !== undefined && { 'If-None-Match': seen }) };
    const response = await fetch(`${stack.apiUrl}/api/orders/${orderId}?wait=30`, { headers });
    if (response.status === 304) continue;
    const order = await read<Order>(response);
    return { order, version: response.headers.get('etag') ?? '' };
  }
}

function stateOf({ state, waitingOn }: Order): string {
  if (!waitingOn) return state;
  const until = waitingOn.until ? ` until ${waitingOn.until}` : '';
  return `${state}: waiting on the ${waitingOn.who} for ${waitingOn.what}${until}`;
}

async function linkOf(stack: StackFile, orderId: string): Promise<string | undefined> {
  const mails = (await (await fetch(stack.inboxMessagesUrl)).json()) as { subject: string; text: string }[];
  const mail = mails.find(({ subject, text }) => subject.includes(orderId) && text.includes('/complete/'));
  return mail && /https?:\/\/\S+\/complete\/[\w.-]+/.exec(mail.text)?.[0];
}

async function answerAt(link: string): Promise<void> {
  const form = new URLSearchParams({ firstName: 'Ada', lastName: 'Admin', email: `ada.${Date.now()}@hafen.example` });
  const response = await fetch(link, { method: 'POST', body: form });
  if (!response.ok) throw new Error(`The portal refused the answer: ${response.status} ${await response.text()}`);
  console.log('  Answered as Ada Admin.');
}

async function call<T>(stack: StackFile, path: string, init: RequestInit = {}): Promise<T> {
  const headers = { Authorization: `Bearer ${stack.token}`, ...init.headers };
  return read(await fetch(`${stack.apiUrl}${path}`, { ...init, headers }));
}

async function read<T>(response: Response): Promise<T> {
  const body = (await response.json()) as T & { title?: string; detail?: string };
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${body.title}: ${body.detail ?? ''}`);
  return body;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
