/** `npm start`: the whole product on this machine, until Ctrl-C. */
import { parseArgs } from 'node:util';
import { installRuntime, type Stack, startStack } from './stack.ts';

const HELP = `Usage: npm start [-- --help]

Starts everything on this machine: Temporal, a database, a mail inbox, a vendor sandbox, a stand-in for IMOnline, the worker,
the API, the portal and the control panel; loads demo data at the first start. Ctrl-C stops all of it; the next start carries on with the same data.

Environment (all optional):
  PORT               the API, the portal and the panel; default 3000; 0: any free one, for every part
  DATA_DIR           where all data are; default .data
  PUBLIC_URL         how browsers reach the portal and the panel; default http://127.0.0.1:PORT
  TEMPORAL_ADDRESS, DATABASE_URL, SMTP_URL, KEEPIT_REGIONS, OIDC_ISSUER
                     a part of your own instead of the local one; see README.md
`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  installRuntime();
  // Registered before anything starts: a Ctrl-C during the start must not leave parts behind.
  const interrupted = new Promise<void>((resolve) => {
    let asked = 0;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        asked += 1;
        if (asked === 3) process.exit(130);
        resolve();
      });
    }
  });
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const starting = startStack(process.env, say);
  const early = await Promise.race([starting.then(() => false), interrupted.then(() => true)]);
  if (early) say('Stopping as soon as the part in hand is up (Ctrl-C twice more ends at once) …');
  const stack = await starting;
  if (!early) welcome(stack);
  try {
    if (!early) await Promise.race([interrupted, stack.failed]);
  } finally {
    say('Stopping …');
    await stack.stop();
    say('Stopped. All data are kept; npm start carries on.');
  }
}

function welcome({ file, dataDir }: Stack): void {
  const [customer] = file.customers;
  // One for each start: the same key would answer the order of the time before.
  const key = `first-${Date.now().toString(36)}`;
  const body = JSON.stringify({
    customerId: customer?.id,
    lines: [{ productId: 'veritas-o365-backup', quantity: 25 }],
    administrator: { mode: 'email' },
    termsVersion: '2026-01',
  });
  const account = (way: string, { email, password }: { email: string; password: string }) =>
    `                   ${way}: ${email}, password ${password}`;
  const accounts = [
    account('Log In With CMP Account', file.cmpAccount),
    ...(file.imonlineAccount ? [account('Log In with IMOnline', file.imonlineAccount)] : []),
  ].join('\n');
  console.log(`
Order Saga is running.

  Control panel    ${file.panelUrl}
${accounts}
  Operators        ${file.operatorUrl}     (with the token below)
  API and portal   ${file.apiUrl}          (documentation: ${file.apiUrl}/api/docs)
  Mail inbox       ${file.inboxUrl}
  Temporal UI      ${file.temporalUiUrl}
  Vendor sandbox   ${file.vendorUrl}/sandbox/subscriptions
  Everything, for scripts: ${dataDir}/stack.json

Place an order whose administrator is asked for by e-mail:

  curl -i ${file.apiUrl}/api/orders \\
    -H 'Authorization: Bearer ${file.token}' \\
    -H 'Idempotency-Key: ${key}' -H 'Content-Type: application/json' \\
    -d '${body}'

Operators: export ORDER_SAGA_URL=${file.apiUrl} ORDER_SAGA_TOKEN=${file.operatorToken}
           npm run --silent order-saga -- hold list

Then open the mail inbox, follow the link, and fill in the form. Or let it be shown: npm run demo -- --answer
Ctrl-C stops everything; the next npm start carries on with the same data.
`);
}

main().catch((error: Error) => {
  console.error(error.message);
  // Temporal's runtime, once it forwards its log, would keep the process alive although nothing runs.
  process.exit(1);
});
