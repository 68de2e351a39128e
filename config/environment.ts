/** The environment, read once: every problem is reported together, in words, before anything is started. */
import { z } from 'zod';
import { EMAIL } from '../workflows/contract/details.ts';
import { parseDuration } from '../workflows/contract/durations.ts';
import { parseLinkKeys } from '../workflows/contract/link-keys.ts';
import type { LinkKeys } from '../workflows/contract/links.ts';
import { isLoopback } from '../workflows/contract/loopback.ts';
import { DEFAULT_TASK_QUEUE } from '../workflows/contract/names.ts';
import { DEFAULT_HOLDS, type HoldTerms } from '../workflows/contract/order.ts';
import { unencrypted } from './unencrypted.ts';

/** Thrown when the environment is wrong; `message` lists every problem, one a line. */
export class BadEnvironment extends Error {
  override readonly name = 'BadEnvironment';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The environment is not right:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

const port = z.coerce.number('a port between 0 and 65535').int().min(0).max(65_535);
const webUrl = z.url({ protocol: /^https?$/, error: 'an http or https URL' });

/** Nothing that is said to it can be read on a network. */
function isPrivate(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopback(hostname);
}

function isPrivateOrigin(url: string): boolean {
  return isPrivate(url) && new URL(url).pathname === '/';
}

const regionSchema = z.strictObject({
  baseUrl: webUrl.refine(isPrivateOrigin, 'an https URL without a path (http on this machine only)'),
  parentAccount: z.string().min(1),
  user: z.string().min(1),
  password: z.string().min(1),
  callsPerSecond: z.number().min(1).max(10_000).optional(),
  linesAtOnce: z.number().int().min(1).max(1_000).optional(),
});

/** `{"dk-co": {"baseUrl", "parentAccount", "user", "password", …}, …}`: ids of one data centre are unknown to another. */
const regions = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string().min(1), regionSchema));

const linkKeys = z.string().transform((text, context): LinkKeys => {
  try {
    return parseLinkKeys(text);
  } catch (error) {
    context.addIssue((error as Error).message);
    return z.NEVER;
  }
});

const duration = z.string().refine((text) => (parseDuration(text) ?? 0) > 0, 'an ISO 8601 duration such as P7D');
const MINUTE = 60_000;
const interval = z
  .string()
  .transform((text) => parseDuration(text) ?? Number.NaN)
  .refine((milliseconds) => milliseconds >= MINUTE && milliseconds <= 31 * 24 * 60 * MINUTE, {
    error: 'an ISO 8601 duration between PT1M and P31D, such as P1D',
  });

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'a postgres:// URL' }).optional(),
  ALLOW_UNENCRYPTED: z
    .string()
    .default('')
    .transform((text) => text.split(',').map((word) => word.trim())),
  DATA_DIR: z.string().min(1).default('.data'),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'an smtp:// or smtps:// URL' }),
  MAIL_FROM: z.string().regex(/^[^\r\n]*[^\s@]@[^\s@]+$/, 'an address such as Orders <orders@example.com>'),
  BOUNCE_ADDRESS: z
    .string()
    .regex(
      /^[A-Za-z0-9._-]{1,16}@[A-Za-z0-9.-]+$/,
      'an address such as bounces@example.com, at most 16 characters before the @',
    )
    .optional(),
  INBOUND_MAIL_SECRET: z
    .string()
    .regex(/^[\w~+/.-]{32,200}$/, '32 to 200 letters, digits, and ~ + / . - _')
    .optional(),
  PUBLIC_URL: webUrl
    .refine(isPrivate, 'an https URL (http on this machine only)')
    .transform((url) => url.replace(/(?<!\/)\/+$/, '')),
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  TASK_QUEUE: z.string().min(1).default(DEFAULT_TASK_QUEUE),
  LINK_KEYS: linkKeys,
  KEEPIT_REGIONS: regions,
  ACTIVATION_POLL_MS: z.coerce.number('milliseconds').int().min(100).default(15_000),
  RECONCILIATION_INTERVAL: interval.prefault('P1D'),
  WORKFLOW_CACHE_MB: z.coerce.number('megabytes').int().min(0).default(200),
  HOLD_REMINDER: duration.default(DEFAULT_HOLDS.reminder),
  HOLD_END: duration.optional(),
  OPERATORS_EMAIL: z.string().max(254).regex(EMAIL, 'an address such as operators@example.com').optional(),
  WORKFLOW_STACK_TRACES: z.enum(['on', 'off']).default('off'),
  WORKER_VERSIONING: z.enum(['on', 'off']).default('off'),
  WORKER_BUILD_ID: z
    .string()
    .regex(/^[\w.+-]{1,200}$/, 'letters, digits and . _ + -')
    .optional(),
  ORDER_SAGA_URL: webUrl
    .refine(isPrivate, 'an https URL (http on this machine only)')
    .transform((url) => url.replace(/(?<!\/)\/+$/, ''))
    .optional(),
  ORDER_SAGA_TOKEN: z.string().min(1).optional(),
  OIDC_ISSUER: webUrl.refine(isPrivate, 'an https URL (http on this machine only)').optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  SESSION_IDLE_MINUTES: z.coerce.number('minutes').int().min(1).max(1440).default(30),
  SESSION_HOURS: z.coerce.number('hours').int().min(1).max(720).default(12),
  TRUSTED_PROXIES: z.coerce.number('a number of reverse proxies').int().min(0).max(10).default(0),
  MAX_REQUESTS: z.coerce.number('a number of requests').int().min(1).max(100_000).default(200),
  STARTUP_WAIT_SECONDS: z.coerce.number('seconds').int().min(1).max(86_400).default(300),
  TEMPORAL_UI_URL: webUrl.transform((url) => url.replace(/(?<!\/)\/+$/, '')).optional(),
  TIME_ZONE: z
    .string()
    .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', 'an IANA time zone')
    .default('UTC'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Environment = z.output<typeof schema>;

/** A part of the environment, for programs that need only that part. */
export type Variable = keyof Environment;

/** How long orders may be held, from what the environment says of it. */
export function holdTerms({ HOLD_REMINDER: reminder, HOLD_END: end }: Pick<Environment, 'HOLD_REMINDER' | 'HOLD_END'>) {
  return { reminder, ...(end !== undefined && { end }) } satisfies HoldTerms;
}

/**
 * Reads the variables that a program needs. An empty variable counts as absent.
 * @throws BadEnvironment with every problem.
 */
export function readEnvironment<V extends Variable>(
  names: readonly V[],
  source: Record<string, string | undefined> = process.env,
): Pick<Environment, V> {
  const given = Object.fromEntries(names.map((name) => [name, source[name] === '' ? undefined : source[name]]));
  const shape = Object.fromEntries(names.map((name) => [name, schema.shape[name]]));
  const result = z.object(shape).safeParse(given);
  const problems = [
    ...unencrypted(given, schema.shape.ALLOW_UNENCRYPTED.parse(source.ALLOW_UNENCRYPTED)),
    ...(result.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${wordsFor(issue, given)}`),
    ...Object.entries(GO_WITH)
      .filter(([name, other]) => given[name] !== undefined && other in given && given[other] === undefined)
      .map(([name, other]) => `${other}: is required with ${name} and not set`),
  ];
  if (!result.success || problems.length > 0) throw new BadEnvironment(problems);
  return result.data as unknown as Pick<Environment, V>;
}

/** Variables that are of no use without another one. */
const GO_WITH: Record<string, string> = {
  OIDC_ISSUER: 'OIDC_CLIENT_ID',
  OIDC_CLIENT_ID: 'OIDC_ISSUER',
  OIDC_CLIENT_SECRET: 'OIDC_ISSUER',
  INBOUND_MAIL_SECRET: 'BOUNCE_ADDRESS',
};

function wordsFor(issue: z.core.$ZodIssue, given: Record<string, string | undefined>): string {
  const missing = given[String(issue.path[0])] === undefined;
  if (missing) return 'is required and not set';
  const words = issue.message.replace(/^Invalid input: expected /, '').replace(/^LINK_KEYS:?\s*(?:must be )?/, '');
  return `expected ${words}`;
}
