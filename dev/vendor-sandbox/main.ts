/** The vendor sandbox as a program of its own. */
import { parseArgs } from 'node:util';
import { DEMO_ACCOUNT } from './app.ts';
import { startSandbox } from './server.ts';

const HELP = `Usage: vendor-sandbox [--port PORT] [--region NAME] [--state DIR] [--parent ID] [--user NAME] [--password TEXT]

One data centre of a pretended Keepit, on loopback only. Prints {"url": "http://127.0.0.1:PORT"} when it listens.

  --port PORT      default 0: any free one
  --region NAME    which data centre it plays; default dk-co. Start one process for each region.
  --state DIR      keeps accounts, settings and activation mails under DIR/REGION; without it, in memory
  --parent ID      our own account, under which accounts are made; default ${DEMO_ACCOUNT.parentAccount}
                   (environment: VENDOR_SANDBOX_PARENT)
  --user NAME      default ${DEMO_ACCOUNT.user} (VENDOR_SANDBOX_USER)
  --password TEXT  default ${DEMO_ACCOUNT.password} (VENDOR_SANDBOX_PASSWORD)
  --help

GET /sandbox/subscriptions, POST /sandbox/faults and the other controls are described in README.md.
`;

function optionsOf(args: string[]): Parameters<typeof startSandbox>[0] | 'help' {
  const text = { type: 'string' } as const;
  const options = { port: text, region: text, state: text, parent: text, user: text, password: text } as const;
  const { values } = parseArgs({ args, options: { ...options, help: { type: 'boolean' } } });
  if (values.help) return 'help';
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port: not a port: ${values.port}`);
  const region = values.region ?? 'dk-co';
  if (!/^[a-z]{2}(?:-[a-z]{2})?$/.test(region)) throw new Error(`--region: not a region, such as dk-co: ${region}`);
  return {
    port,
    directory: values.state && `${values.state}/${region}`,
    parentAccount: values.parent ?? process.env.VENDOR_SANDBOX_PARENT,
    user: values.user ?? process.env.VENDOR_SANDBOX_USER,
    password: values.password ?? process.env.VENDOR_SANDBOX_PASSWORD,
  };
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(HELP);
    return;
  }
  const sandbox = await startSandbox(options);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
  process.stdout.write(`${JSON.stringify({ url: sandbox.url })}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`vendor-sandbox: ${error.message}\n`);
  process.exitCode = 1;
});
