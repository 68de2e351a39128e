/** DNS rebinding: a page elsewhere whose name is made to lead to this machine reads nothing of the development servers. */
import { request } from 'node:http';
import { startImonline } from '../../dev/imonline/imonline.ts';
import { startInbox } from '../../dev/inbox/inbox.ts';
import { isOwnHost } from '../../dev/own-host.ts';
import { startSandbox } from '../../dev/vendor-sandbox/server.ts';

/** `fetch` sets the header itself. */
function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asking.once('error', reject);
    asking.end();
  });
}

const STARTS = {
  'the inbox': () => startInbox({ smtpPort: 0, httpPort: 0 }),
  'the vendor sandbox': () => startSandbox(),
  'IMOnline’s stand-in': () => startImonline({ port: 0, accounts: [], clientSecret: 's' }),
};

test.each(Object.entries(STARTS))('%s answers this machine’s names only', async (_name, start) => {
  const server = await start();
  try {
    const { port } = new URL(server.url);
    expect(await statusFor(server.url, `rebound.example:${port}`)).toBe(421);
    expect(await statusFor(server.url, `127.0.0.1.rebound.example:${port}`)).toBe(421);
    for (const name of ['127.0.0.1', 'localhost']) {
      expect(await statusFor(server.url, `${name}:${port}`)).not.toBe(421);
    }
  } finally {
    await server.close();
  }
});

test.each([
  ['localhost', true],
  ['[::1]:4000', true],
  ['127.0.0.1', true],
  [undefined, true],
  ['localhost.rebound.example', false],
  ['a b', false],
  ['', false],
])('%j is this machine: %s', (host, own) => {
  expect(isOwnHost(host)).toBe(own);
});
