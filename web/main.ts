/** The HTTP side as a process: `node dist/web/main.js --serve api,portal,panel,operator`. As many as wanted may run. */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { createTemporalClient } from '../client/temporal/connection.ts';
import { readEnvironment } from '../config/environment.ts';
import { Stopped, stopSignal, waitFor } from '../config/starting.ts';
import { openStore } from '../store/index.ts';
import { DatabaseAway } from '../store/store.ts';
import { SERVE_VARIABLES, serve } from './serve.ts';
import { SERVICES, type Service } from './site/ports.ts';

const HELP = `Usage: node dist/web/main.js [--serve api,portal,panel,operator]

Serves the API for back-end services, the portal for end customers, the control panel for resellers and the page
for operators, or some of them, on HOST:PORT; by default all.
The environment is described in README.md.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { serve: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const services = servicesIn(values.serve ?? SERVICES.join(','));
  const env = readEnvironment([...SERVE_VARIABLES, 'STARTUP_WAIT_SECONDS']);
  const logger = pino({ level: env.LOG_LEVEL });
  const stop = stopSignal();
  // Temporal is not waited for: orders are taken without it.
  const store = await waitFor(() => openStore({ databaseUrl: env.DATABASE_URL, dataDir: env.DATA_DIR }), {
    what: 'the database',
    isAway: (error) => error instanceof DatabaseAway,
    seconds: env.STARTUP_WAIT_SECONDS,
    stop,
    say: (line) => logger.warn(line),
  });
  const temporal = createTemporalClient();
  const close = async () => {
    await temporal.connection.close();
    await store.close();
  };
  try {
    const served = await serve(env, { store, temporal, logger, services });
    logger.info({ url: served.url, services }, 'listening');
    if (!stop.aborted) await once(stop, 'abort');
    await served.close();
  } finally {
    await close();
  }
}

function servicesIn(text: string): Service[] {
  return text.split(',').map((name) => {
    const service = SERVICES.find((known) => known === name);
    if (service === undefined) throw new Error(`--serve: "${name}" is not one of ${SERVICES.join(', ')}`);
    return service;
  });
}

main().catch((error: Error) => {
  if (error instanceof Stopped) process.exit(0);
  console.error(error.message);
  process.exitCode = 1;
});
