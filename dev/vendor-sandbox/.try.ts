import { createKeepitAdapter } from '../../activities/vendors/keepit/adapter.ts';
import { DEMO_ACCOUNT } from './app.ts';
import { startSandbox } from './server.ts';
const go = async () => {
const { url, close } = await startSandbox();
const a = createKeepitAdapter({ regions: { 'dk-co': { baseUrl: url, ...DEMO_ACCOUNT } }, userAgent: 'x/1' });
const auth = { authorization: 'Basic ' + Buffer.from(DEMO_ACCOUNT.user+':'+DEMO_ACCOUNT.password).toString('base64') };
const make = async (i: number) => { const email = `user${i}@customer${i}.example`; const t = performance.now(); await a.create({ key: 'line-'+i, source: { vendor: 'keepit', vendorProductId: 'p1', region: 'dk-co' }, administratorEmail: email, administrator: { firstName: 'Ann', lastName: 'Doe', email }, quantity: 7 }, { signal: new AbortController().signal, doubt: false, onCreating: () => {} }); return performance.now() - t; };
let n = 0;
for (const size of [0, 1000, 5000, 20000]) {
  while (n < size) { await fetch(`${url}/users/${DEMO_ACCOUNT.parentAccount}/users`, { method: 'POST', headers: auth, body: `<user_create><login>bulk${n}@x.example</login><external_id>line-b${n}</external_id><fullname>Some Body ${n}</fullname><companyname>Some Company ${n} GmbH</companyname></user_create>` }); n++; }
  const ts = []; for (let i = 0; i < 4; i++) ts.push(await make(size * 10 + i));
  const len = (await (await fetch(`${url}/users/${DEMO_ACCOUNT.parentAccount}/users`, { headers: { ...auth, accept: 'application/vnd.keepit.v1+xml' } })).text()).length;
  console.log(size, 'children; list bytes', len, 'create ms', ts.map(Math.round).join(' '));
}
await close(); };
go().catch(console.error);
