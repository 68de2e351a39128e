/** A process that owns an embedded database, `disk-failure-process.ts <dataDir>`, and whose disk fails at its second order. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { openStore } from '../../store/index.ts';
import { aMarket } from './market.ts';

const [dataDir = ''] = process.argv.slice(2);
const store = await openStore({ dataDir });
const { order } = await aMarket(store);
for (const disk of ['works', 'fails']) {
  if (disk === 'fails') {
    fs.fdatasyncSync = () => {
      throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });
    };
    syncBuiltinESMExports();
  }
  const result = await store.orders.place(order());
  process.stdout.write(`${result.kind === 'placed' ? result.order.orderId : result.kind}\n`);
}
