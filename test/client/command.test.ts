import { runProgram } from '../support/product.ts';

const PASSWORD = 'pl4nted-p4ssword';

const COMMAND = ['dist/client/cli/main.js', ['token', 'list']] as const;
const SERVER = ['dist/web/main.js', []] as const;
const SETTINGS = { PUBLIC_URL: 'http://127.0.0.1:1', LINK_KEYS: `k:${'A'.repeat(43)}` };

test.each([
  ['a command', COMMAND, `postgres://orders:${PASSWORD}@127.0.0.1:port/orders`, /DATABASE_URL: expected a postgres/],
  ['a command', COMMAND, `mysql://orders:${PASSWORD}@127.0.0.1/orders`, /DATABASE_URL: expected a postgres/],
  ['the API', SERVER, `postgres://orders:${PASSWORD}@127.0.0.1:port/orders`, /DATABASE_URL: expected a postgres/],
])('%s that cannot use its database says why, without the password', async (_who, [program, args], url, why) => {
  const { code, stdout, stderr } = await runProgram(program, args, { ...SETTINGS, DATABASE_URL: url });
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(why);
  expect(stderr).not.toContain(PASSWORD);
  expect(stderr).not.toMatch(/\n\s+at /);
});
