import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type { KeepitConfig } from '../../activities/vendors/keepit/adapter.ts';
import { DEMO_ACCOUNT } from '../../dev/vendor-sandbox/app.ts';
import { ADMINISTRATOR, callOf, orderOf } from './contract.ts';
import { adapterAt, MemoryAccounts, SOURCE } from './keepit-bench.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const PARENT = `/users/${DEMO_ACCOUNT.parentAccount}`;
const order = orderOf(SOURCE, 'line-1');
const never = new AbortController().signal;

describe('a hostile or broken vendor', () => {
  const servers: Server[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    }
  });

  async function serve(answer: Answer): Promise<string> {
    const server = createServer(answer);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** A line in doubt: its account is looked for in the list. */
  function inDoubt(): MemoryAccounts {
    const accounts = new MemoryAccounts();
    accounts.sent(order.key);
    return accounts;
  }

  async function findAt(answer: Answer, config: Partial<Omit<KeepitConfig, 'accounts'>> = {}) {
    return adapterAt(await serve(answer), { accounts: inDoubt(), ...config }).find(order, never);
  }

  const unreadable = { name: 'VendorUnavailable', retryAfter: undefined };

  test.each([
    ['is no XML', 'welcome to the hotel network'],
    ['is empty', ''],
    ['is cut off', '<users><user><id>a</id>'],
    ['has another root', '<html><body>maintenance</body></html>'],
    ['has two roots', '<users/><users/>'],
    ['declares a document type', '<!DOCTYPE users [<!ENTITY a "b">]><users/>'],
    [
      'is a billion laughs',
      `<!DOCTYPE users [<!ENTITY l0 "ha">${Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('')}]><users>&l9;</users>`,
    ],
    ['reads a file of ours', '<!DOCTYPE users [<!ENTITY f SYSTEM "file:///etc/passwd">]><users>&f;</users>'],
    ['uses an entity that nobody declared', '<users><user><id>a&unknown;</id></user></users>'],
    ['refers to a character that XML forbids', '<users><user><id>a</id><email>&#0;</email></user></users>'],
    ['is nested 100,000 deep', '<users>'.repeat(100_000) + '</users>'.repeat(100_000)],
    ['never closes 400,000 elements', '<users>'.repeat(400_000)],
    ['hides 100,000 entities', `<users><user><id>${'&amp'.repeat(100_000)}</id></user></users>`],
    ['is one text of 5 MB', `<users><user><id>${'x'.repeat(5_000_000)}</id></user></users>`],
    ['is poisoned', '<users><__proto__><polluted>1</polluted></__proto__></users>'],
  ])('whose list %s is weather, and does no harm', async (_, body) => {
    await expect(findAt((_request, response) => void response.end(body))).rejects.toMatchObject(unreadable);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('whose list is not UTF-8 is weather', async () => {
    const body = Buffer.from('<users>\xff\xfe</users>', 'latin1');
    await expect(findAt((_request, response) => void response.end(body))).rejects.toMatchObject(unreadable);
  });

  test('whose answer is 50 MB long is read no further than the limit', async () => {
    const whole = 50_000_000;
    let sent = 0;
    let closed: () => void = () => {};
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const found = findAt((_request, response) => {
      const chunk = Buffer.alloc(100_000, '<user/>');
      response.on('close', closed);
      const more = () => {
        while (sent < whole && !response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    await expect(found).rejects.toMatchObject(unreadable);
    await gone;
    expect(sent).toBeLessThan(whole);
  });

  test('that begins an answer and never ends it is given up', async () => {
    const found = findAt((_request, response) => void response.write('<users>'), { timeoutMs: { list: 100 } });
    await expect(found).rejects.toMatchObject(unreadable);
  });

  test('that drips its answer for ever is given up, and its line is closed', async () => {
    let gone = false;
    const found = findAt(
      (_request, response) => {
        response.write('<users>');
        const drip = setInterval(() => response.write(' '), 5);
        response.on('close', () => {
          gone = true;
          clearInterval(drip);
        });
      },
      { timeoutMs: { list: 100 } },
    );
    await expect(found).rejects.toMatchObject(unreadable);
    while (!gone) await new Promise(setImmediate);
  });

  test('that sends us elsewhere is not followed: credentials stay where they belong', async () => {
    const elsewhere: string[] = [];
    const other = await serve((request, response) => {
      elsewhere.push(request.url ?? '');
      response.end('<users/>');
    });
    const found = findAt((_request, response) => {
      response.writeHead(307, { location: `${other}/users` });
      response.end();
    });
    await expect(found).rejects.toMatchObject({ name: 'VendorUnavailable' });
    expect(elsewhere).toEqual([]);
  });

  test('that names a new account in a strange way is asked for the list instead', async () => {
    let made = false;
    const paths: string[] = [];
    const adapter = adapterAt(
      await serve((request, response) => {
        paths.push(`${request.method} ${request.url}`);
        if (request.method === 'HEAD') response.writeHead(202).end();
        else if (request.method === 'POST') {
          made = true;
          response.writeHead(201, { location: 'https://evil.example/users/..%2f..%2fadmin' }).end('<id>../../etc</id>');
        } else if (request.url === `${PARENT}/users`) {
          response.end(
            made ? `<users><user><id>abc</id><email>${ADMINISTRATOR.email}</email></user></users>` : '<users/>',
          );
        } else {
          response.end(
            `<user><enabled>true</enabled><product>${SOURCE.vendorProductId}</product><external_id>line-1</external_id></user>`,
          );
        }
      }),
    );
    expect(await adapter.create(order, callOf())).toEqual({ subscriptionId: 'abc', active: true });
    expect(paths.slice(2)).toEqual([`GET ${PARENT}/users`, 'GET /users/abc']);
  });

  test('that lists an id which leads elsewhere is not followed there', async () => {
    const paths: string[] = [];
    const found = findAt((request, response) => {
      paths.push(request.url ?? '');
      const list = `<users><user><id>../admin</id><email>${ADMINISTRATOR.email}</email></user></users>`;
      response.end(request.url === `${PARENT}/users` ? list : '<user/>');
    });
    await expect(found).rejects.toMatchObject(unreadable);
    expect(paths).toEqual([`${PARENT}/users`]);
  });

  test('that reads back attributes but no external id is understood', async () => {
    const list = `<users><user><id>a</id><email>${ADMINISTRATOR.email}</email></user></users>`;
    const account =
      `<user><enabled>1</enabled><product>${SOURCE.vendorProductId}</product>` +
      '<attributes><attribute><name>orderLine</name><value>line-1</value></attribute></attributes></user>';
    const found = findAt((request, response) => void response.end(request.url === '/users/a' ? account : list));
    expect(await found).toEqual({ subscriptionId: 'a', active: true });
  });

  test('that lists ids only, as its older version does, is understood', async () => {
    const found = findAt((request, response) => {
      if (request.url === `${PARENT}/users`)
        response.end('<users><user><id>a</id></user><user><id>b</id></user></users>');
      else if (request.url === '/users/b')
        response.end('<user><enabled>true</enabled><external_id>line-1</external_id></user>');
      else response.end('<user><enabled>true</enabled></user>');
    });
    expect(await found).toEqual({ subscriptionId: 'b', active: false });
  });

  describe('that repeats whatever we sent in its errors', () => {
    const basic = Buffer.from(`${DEMO_ACCOUNT.user}:${DEMO_ACCOUNT.password}`).toString('base64');

    const echo =
      (status: number): Answer =>
      (request, response) => {
        if (request.method === 'HEAD') return void response.writeHead(202).end();
        if (request.method === 'GET' && status !== 401) return void response.end('<users/>');
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const sent = Buffer.concat(chunks).toString();
          const shown = [sent.slice(sent.indexOf('<fullname>')), sent.slice(0, 90), request.headers.authorization];
          const text = `\u001b[31mno\u0007 \u202e${shown[status % 3]}\r\n${DEMO_ACCOUNT.password}${'x'.repeat(100_000)}`;
          response.writeHead(status).end(text);
        });
      };

    test.each([400, 401, 403, 404, 422, 429, 500, 503])(
      'gets neither credentials nor personal data nor control characters into ours (%i)',
      async (status) => {
        const adapter = adapterAt(await serve(echo(status)));
        const error = (await adapter.create(order, callOf()).catch((thrown: unknown) => thrown)) as Error;
        expect(error.name).toMatch(/^Vendor/);
        expect(error.message.length).toBeLessThan(300);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
        expect(error.message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
        const everything = inspect(error, { depth: 20, showHidden: true });
        for (const secret of [DEMO_ACCOUNT.password, basic, 'zoe@', 'Zoë', 'Brien', 'Müller', ADMINISTRATOR.phone]) {
          expect(everything).not.toContain(secret);
        }
      },
    );

    test('gets no credentials into ours by breaking the connection', async () => {
      const accounts = inDoubt();
      const adapter = adapterAt(await serve((request) => void request.socket.destroy()), { accounts });
      const error = (await adapter.find(order, never).catch((thrown: unknown) => thrown)) as Error;
      const everything = inspect(error, { depth: 20, showHidden: true });
      expect(error.name).toBe('VendorUnavailable');
      for (const secret of [DEMO_ACCOUNT.password, basic]) expect(everything).not.toContain(secret);
    });
  });
});
