/** The comparison of vendors, record and ledger in a running stack, as operators meet it. */
import { DEMO_ACCOUNT } from '../../dev/vendor-sandbox/app.ts';
import { eventually, runProgram, useProduct } from '../support/product.ts';
import { useOperator } from './operator.ts';

const product = useProduct();
const operator = useOperator(product);

const command = async (...args: string[]) => {
  const { code, stdout, stderr } = await runProgram('dist/client/cli/main.js', args, { DATA_DIR: product.dataDir });
  expect([code, stderr.includes('Error')]).toEqual([0, false]);
  return stdout.trim();
};

/** An account at the vendor that says that it is of an order line. */
async function strayAccount(lineId: string): Promise<void> {
  const { user, password, parentAccount } = DEMO_ACCOUNT;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const body = `<user_create><login>stray@customer.example</login><external_id>${lineId}</external_id></user_create>`;
  const url = `${product.file.vendorUrl}/users/${parentAccount}/users`;
  expect((await fetch(url, { method: 'POST', headers: { authorization }, body })).status).toBe(201);
}

test('a running stack keeps the schedule; what is found is told by command, API and page', async () => {
  await eventually(
    'the schedule to be there',
    () => operator.schedules(),
    (ids) => ids.includes('reconciliation-orders'),
  );
  await strayAccount('0000000000-1');
  const run = JSON.parse(await command('reconcile', '--watch', '--json'));
  expect(run).toMatchObject({ accounts: 1, found: 1, repaired: 0, incomplete: [] });
  expect(await command('findings')).toMatch(/unknownLine +keepit\/dk-co\/\S+/);

  const { apiUrl, operatorUrl, temporalUiUrl } = product.file;
  const token = await command('token', 'create', '--operator', '--label', 'test');
  const headers = { authorization: `Bearer ${token}` };
  const found = await (await fetch(`${apiUrl}/api/operator/findings`, { headers })).json();
  expect(found).toMatchObject({ items: [{ kind: 'unknownLine', details: { lineId: '0000000000-1' } }] });
  expect(temporalUiUrl).not.toBe('');
  expect((await fetch(operatorUrl)).url).toBe(`${operatorUrl}/sign-in`);
});
