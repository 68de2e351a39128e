/** The local parts that stand in for what the environment does not name. Each adds to the environment how it is reached. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Imonline, type ImonlineAccount, startImonline } from './imonline/imonline.ts';
import { startInbox } from './inbox/inbox.ts';
import { portLike } from './ports.ts';
import { startSandboxProcess } from './sandbox-process.ts';
import { findTemporalCli, startTemporalServer } from './temporal.ts';
import { DEMO_ACCOUNT } from './vendor-sandbox/app.ts';

export type Variables = Record<string, string | undefined>;

/** What is running, to be stopped last started first. */
export class Running {
  readonly #stops: (() => Promise<unknown>)[] = [];

  add(stop: () => Promise<unknown>): void {
    this.#stops.push(stop);
  }

  /** Stops everything, whatever fails on the way. */
  async stop(onProblem: (problem: string) => void): Promise<void> {
    for (let stop = this.#stops.pop(); stop; stop = this.#stops.pop()) {
      await stop().catch((error: Error) => onProblem(`While stopping: ${error.message}`));
    }
  }
}

export interface PartsOptions {
  env: Variables;
  dataDir: string;
  running: Running;
  /** Whether every part takes any free port, as with `PORT=0`; else each takes its usual one if that is free. */
  anyPort: boolean;
  onProgress: (line: string) => void;
}

const portFor = ({ anyPort }: PartsOptions, usual: number) => portLike(anyPort ? 0 : usual);
const logIn = ({ dataDir }: PartsOptions, name: string) => join(dataDir, 'logs', `${name}.log`);

/** Answers with the web UI's URL, and a promise that rejects if the server ends by itself. */
export async function localTemporal(options: PartsOptions): Promise<{ uiUrl: string; failed: Promise<never> }> {
  const { env, dataDir, running, onProgress } = options;
  const never = new Promise<never>(() => {});
  if (env.TEMPORAL_ADDRESS) return { uiUrl: '', failed: never };
  const cli = await findTemporalCli({ onProgress });
  onProgress('Starting the Temporal server …');
  const server = await startTemporalServer({
    cli,
    dbFile: join(dataDir, 'temporal.db'),
    port: await portFor(options, 7233),
    uiPort: await portFor(options, 8233),
    logFile: logIn(options, 'temporal'),
  });
  running.add(() => server.stop());
  env.TEMPORAL_ADDRESS = server.address;
  const failed = server.exited.then(() => {
    throw new Error(`The Temporal server ended; see ${logIn(options, 'temporal')}.`);
  });
  // Whoever waits for it hears of it; until somebody does, it must not end the process by itself.
  failed.catch(() => undefined);
  return { uiUrl: server.uiUrl ?? '', failed };
}

/** Bounces come back to it, and are handed in once `handInAt` says where the API is. */
export async function localInbox(
  options: PartsOptions,
): Promise<{ url: string; messagesUrl: string; handInAt(apiUrl: string): void }> {
  if (options.env.SMTP_URL) return { url: '', messagesUrl: '', handInAt: () => {} };
  options.env.BOUNCE_ADDRESS ??= 'bounces@saga.example';
  options.env.OPERATORS_EMAIL ??= 'operators@saga.example';
  options.env.INBOUND_MAIL_SECRET ??= randomBytes(32).toString('base64url');
  const { BOUNCE_ADDRESS: mailbox, INBOUND_MAIL_SECRET: secret } = options.env;
  const inbox = await startInbox({
    smtpPort: await portFor(options, 1025),
    httpPort: await portFor(options, 8025),
    stateDir: join(options.dataDir, 'inbox'),
  });
  options.running.add(() => inbox.close());
  options.env.SMTP_URL = inbox.smtpUrl;
  const handInAt = (apiUrl: string) => inbox.handInTo({ mailbox, url: `${apiUrl}/inbound/mail`, secret });
  return { url: inbox.url, messagesUrl: inbox.messagesUrl, handInAt };
}

export async function localVendor(options: PartsOptions): Promise<{ url: string }> {
  if (options.env.KEEPIT_REGIONS) return { url: '' };
  const sandbox = await startSandboxProcess({
    port: await portFor(options, 4010),
    stateDir: join(options.dataDir, 'vendor'),
    logFile: logIn(options, 'vendor'),
  });
  options.running.add(() => sandbox.stop());
  options.env.KEEPIT_REGIONS = JSON.stringify({ 'dk-co': { baseUrl: sandbox.url, ...DEMO_ACCOUNT } });
  return sandbox;
}

/** Answers with nothing if the environment names an issuer. It takes logins once it is told where the panel is. */
export async function localImonline(
  options: PartsOptions,
  { accounts, clientSecret }: { accounts: readonly ImonlineAccount[]; clientSecret: string },
): Promise<Imonline | undefined> {
  if (options.env.OIDC_ISSUER) return undefined;
  const imonline = await startImonline({ port: await portFor(options, 4020), accounts, clientSecret });
  options.running.add(() => imonline.close());
  options.env.OIDC_ISSUER = imonline.url;
  options.env.OIDC_CLIENT_ID = imonline.clientId;
  options.env.OIDC_CLIENT_SECRET = imonline.clientSecret;
  return imonline;
}
