/**
 * A process that owns an embedded database on a disk that loses power again and again: `power-process.ts <dataDir>
 * <images> <seed>`. Whatever the disk has at such an instant is left in `<images>/<n>/postgres`; a line on the standard
 * output says, as JSON, which orders had been acknowledged before.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openDatabase } from '../../store/database/open.ts';
import { storeOn } from '../../store/index.ts';
import { aMarket } from './market.ts';
import { VolatileDisk } from './volatile-disk.ts';

const [dataDir, images, seed] = process.argv.slice(2) as [string, string, string];

/** mulberry32 */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomFrom(Number(seed));
const acknowledged: string[] = [];
let taken = 0;

const disk = await VolatileDisk.under(dataDir);
const fail = (when: string) => {
  disk.fail(join(dataDir, 'postgres'), join(images, `${taken}`, 'postgres'), random);
  process.stdout.write(`${JSON.stringify({ image: taken, when, acknowledged })}\n`);
  taken++;
};

const database = await openDatabase({ dataDir });
fail('after the first start');
const store = storeOn(database);
const { order } = await aMarket(store);
for (const doing of ['orders', 'a checkpoint'] as const) {
  let left = Math.floor(random() * (doing === 'a checkpoint' ? 25 : 60));
  disk.onInstant = () => {
    if (left-- === 0) fail(`during ${doing}`);
  };
  if (doing === 'a checkpoint') await sql`checkpoint`.execute(database.db);
  for (let n = 0; n < 8 || left >= 0; n++) {
    const result = await store.orders.place(order({ idempotencyKey: randomUUID() }));
    if (result.kind !== 'placed') throw new Error(JSON.stringify(result));
    acknowledged.push(result.order.orderId);
  }
  if (doing === 'orders') fail('as an order is acknowledged');
}
process.exit();
