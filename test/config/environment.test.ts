import { BadEnvironment, readEnvironment } from '../../config/environment.ts';

const KEY = `a:${Buffer.alloc(32).toString('base64url')}`;

test('every problem of the environment is reported together, each by its name', () => {
  const wrong = {
    DATABASE_URL: 'mysql://db',
    PORT: 'eighty',
    SMTP_URL: 'localhost',
    LINK_KEYS: 'short',
    KEEPIT_REGIONS: '{"dk-co": {"baseUrl": "x"}}',
  };
  const names = ['DATABASE_URL', 'PORT', 'SMTP_URL', 'MAIL_FROM', 'LINK_KEYS', 'KEEPIT_REGIONS'] as const;
  let problems: readonly string[] = [];
  try {
    readEnvironment(names, wrong);
  } catch (error) {
    if (error instanceof BadEnvironment) problems = error.problems;
  }
  for (const name of names) expect(problems.some((problem) => problem.startsWith(name))).toBe(true);
  expect(problems).toContain('MAIL_FROM: is required and not set');
});

test('a password never appears in what is reported', () => {
  const secret = 'hunter2';
  const wrong = {
    DATABASE_URL: `mysql://user:${secret}@db`,
    KEEPIT_REGIONS: `{"a": {"password": "${secret}"}}`,
    LINK_KEYS: secret,
    INBOUND_MAIL_SECRET: secret,
  };
  const names = ['DATABASE_URL', 'KEEPIT_REGIONS', 'LINK_KEYS', 'INBOUND_MAIL_SECRET', 'BOUNCE_ADDRESS'] as const;
  expect(() => readEnvironment(names, wrong)).toThrow(BadEnvironment);
  try {
    readEnvironment(names, wrong);
  } catch (error) {
    expect((error as Error).message).not.toContain(secret);
  }
});

test('an empty variable counts as absent, and defaults are filled in', () => {
  expect(readEnvironment(['PORT', 'TASK_QUEUE', 'DATA_DIR', 'DATABASE_URL'], { PORT: '', DATABASE_URL: '' })).toEqual({
    PORT: 3000,
    TASK_QUEUE: 'orders',
    DATA_DIR: '.data',
  });
});

test.each([
  ['https://id.example', true],
  ['http://127.0.0.1:4000', true],
  ['http://[::1]:4000', true],
  ['http://id.example', false],
  ['http://localhost.example', false],
])('secrets go to %s: %s', (url, allowed) => {
  const region = { baseUrl: url, parentAccount: 'p', user: 'u', password: 'x' };
  const env = { OIDC_ISSUER: url, OIDC_CLIENT_ID: 'id', KEEPIT_REGIONS: JSON.stringify({ 'dk-co': region }) };
  const read = () => readEnvironment(['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'KEEPIT_REGIONS'], env);
  if (allowed) expect(read().OIDC_ISSUER).toBe(url);
  else expect(read).toThrow(/OIDC_ISSUER: expected an https URL.*\n.*KEEPIT_REGIONS.*: expected an https URL/);
});

test('what is right is read in its own type', () => {
  const region = { baseUrl: 'https://dk-co.keepit.com', parentAccount: 'p', user: 'u', password: 'x' };
  const env = {
    LINK_KEYS: KEY,
    KEEPIT_REGIONS: JSON.stringify({ 'dk-co': region }),
    PUBLIC_URL: 'https://orders.example/',
  };
  const read = readEnvironment(['LINK_KEYS', 'KEEPIT_REGIONS', 'PUBLIC_URL'], env);
  expect(read.LINK_KEYS[0]?.id).toBe('a');
  expect(read.KEEPIT_REGIONS).toEqual({ 'dk-co': region });
  expect(read.PUBLIC_URL).toBe('https://orders.example');
});

test.each([
  [{ BOUNCE_ADDRESS: 'bounces' }, 'BOUNCE_ADDRESS: expected an address such as'],
  [{ BOUNCE_ADDRESS: 'a-name-of-17-long@example.com' }, 'at most 16 characters before the @'],
  [{ INBOUND_MAIL_SECRET: 'x'.repeat(32) }, 'BOUNCE_ADDRESS: is required with INBOUND_MAIL_SECRET and not set'],
  [{ BOUNCE_ADDRESS: 'b@example.com', INBOUND_MAIL_SECRET: 'short' }, 'INBOUND_MAIL_SECRET: expected 32 to 200'],
])('bounces that could not be told apart or taken in are refused at the start: %j', (env, problem) => {
  expect(() => readEnvironment(['BOUNCE_ADDRESS', 'INBOUND_MAIL_SECRET'], env)).toThrow(problem);
});

test.each([
  [undefined, 86_400_000],
  ['PT15M', 900_000],
  ['P31D', 31 * 86_400_000],
  ['daily', undefined],
  ['PT30S', undefined],
  ['P32D', undefined],
])('vendors, record and ledger are compared every %s', (given, expected) => {
  const read = () => readEnvironment(['RECONCILIATION_INTERVAL'], { RECONCILIATION_INTERVAL: given });
  if (expected !== undefined) expect(read().RECONCILIATION_INTERVAL).toBe(expected);
  else expect(read).toThrow('RECONCILIATION_INTERVAL: expected an ISO 8601 duration between PT1M and P31D');
});

test.each([
  ['https://orders.example', true],
  ['http://127.0.0.1:3000', true],
  ['http://orders.example', false],
  ['http://10.0.0.7:3000', false],
])('links in mails lead to %s: %s, since sessions and links would cross the network in clear', (url, allowed) => {
  const read = () => readEnvironment(['PUBLIC_URL'], { PUBLIC_URL: url });
  if (allowed) expect(read().PUBLIC_URL).toBe(url);
  else expect(read).toThrow('PUBLIC_URL: expected an https URL (http on this machine only)');
});

test.each([
  ['DATABASE_URL', 'database', 'postgres://u:p@db.example/orders', false],
  ['DATABASE_URL', 'database', 'postgres://u:p@db.example/orders?sslmode=disable', false],
  ['DATABASE_URL', 'database', 'postgres://u:p@db.example/orders?sslmode=verify-full', true],
  ['DATABASE_URL', 'database', 'postgres://u:p@127.0.0.1/orders', true],
  ['DATABASE_URL', 'database', 'postgres://u:p@localhost/orders?host=10.0.0.7', false],
  ['DATABASE_URL', 'database', 'postgres://u:p@localhost/orders?host=/run/postgresql', true],
  ['SMTP_URL', 'smtp', 'smtp://relay.example', false],
  ['SMTP_URL', 'smtp', 'smtp://relay.example?requireTLS=true', true],
  ['SMTP_URL', 'smtp', 'smtp://u:p@relay.example:587', true],
  ['SMTP_URL', 'smtp', 'smtp://u:p@relay.example:587?requireTLS=false', false],
  ['SMTP_URL', 'smtp', 'smtp://u:p@relay.example:587?ignoreTLS=true', false],
  ['SMTP_URL', 'smtp', 'smtps://relay.example', true],
  ['SMTP_URL', 'smtp', 'smtp://127.0.0.1:2525', true],
] as const)('%s in clear over a network needs ALLOW_UNENCRYPTED=%s: %s by itself: %s', (name, word, url, allowed) => {
  const read = (more = {}) => readEnvironment([name], { [name]: url, ...more });
  if (allowed) return expect(read()[name]).toBe(url);
  expect(read).toThrow(new RegExp(`${name}: is not encrypted .*ALLOW_UNENCRYPTED=${word}`));
  expect(read({ ALLOW_UNENCRYPTED: 'smtp, database' })[name]).toBe(url);
});
