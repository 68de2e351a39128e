/** Everything that Keepit holds for us, as the comparison reads it. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createKeepitInventory } from '../../activities/vendors/keepit/inventory.ts';
import { VendorMisconfigured } from '../../activities/vendors/port.ts';
import { DEMO_ACCOUNT } from '../../dev/vendor-sandbox/app.ts';

const never = new AbortController().signal;
const CHILDREN = 1_201;

const ACCOUNTS: Record<string, string> = {
  ours: '<enabled>true</enabled><product>o365</product><external_id>0123456789-1</external_id>',
  leaving: '<enabled>0</enabled><external_id>CRM-7</external_id><deletion>2026-12-01T00:00:00Z</deletion>',
  attribute:
    '<enabled>1</enabled><attributes><attribute><name>orderLine</name><value>0123456789-2</value></attribute></attributes>',
  byHand: '<enabled>true</enabled>',
};

let server: Server;
let listing: Promise<void>;
let letGo: () => void;

beforeEach(async () => {
  listing = new Promise((resolve) => {
    letGo = resolve;
  });
  server = createServer(async (request, response) => {
    if (request.url?.endsWith('/users')) {
      response.write('<users>');
      for (let n = 0; n < CHILDREN; n++) response.write(`<user><id>acc-${n}</id><email>a@b.example</email></user>`);
      await listing;
      response.end('</users>');
      return;
    }
    const account = ACCOUNTS[request.url?.split('/').at(-1) ?? ''];
    response.statusCode = account === undefined ? 404 : 200;
    response.end(account && `<user>${account}</user>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  letGo();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function inventory() {
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return createKeepitInventory({ regions: { 'dk-co': { baseUrl, ...DEMO_ACCOUNT } }, userAgent: 'Test/1.0' });
}

test('all accounts are handed on some at a time, while the list goes on, and the next only once these are taken', async () => {
  const sizes: number[] = [];
  const ids = new Set<string>();
  let inHand = 0;
  await inventory().list(
    'dk-co',
    async (some) => {
      expect(++inHand).toBe(1);
      sizes.push(some.length);
      for (const id of some) ids.add(id);
      await new Promise(setImmediate);
      // The rest comes only now, so what is here did not wait for the whole list.
      if (sizes.length === 2) letGo();
      inHand--;
    },
    never,
  );
  expect([sizes, ids.size]).toEqual([[500, 500, 201], CHILDREN]);
});

test('a list whose ids cannot be kept fails, and is not taken for read', async () => {
  letGo();
  const away = inventory().list('dk-co', () => Promise.reject(new Error('the database is away')), never);
  await expect(away).rejects.toThrow('the database is away');
});

test('an account says whose it is, whether it works and whether it goes; one that is gone is none', async () => {
  const read = (id: string) => inventory().read('dk-co', id, never);
  const none = { enabled: true, leaving: false, product: undefined };
  expect(await read('ours')).toEqual({ ...none, id: 'ours', key: '0123456789-1', product: 'o365' });
  expect(await read('leaving')).toEqual({ ...none, id: 'leaving', key: 'CRM-7', enabled: false, leaving: true });
  expect(await read('attribute')).toEqual({ ...none, id: 'attribute', key: '0123456789-2' });
  expect(await read('byHand')).toEqual({ ...none, id: 'byHand', key: undefined });
  expect(await read('gone')).toBeUndefined();
});

test('a region that is not configured is said to be so', async () => {
  await expect(inventory().read('us-dc', 'x', never)).rejects.toThrow(VendorMisconfigured);
});
