/**
 * A process that owns an embedded database, to be killed: `owner-process.ts <dataDir> <resellerId>`. Writes `open`, or
 * why it could not, and then the number of each order once it is acknowledged. With `wait` as the third argument it
 * places none. Needs the market of `owner.test.ts` in the database.
 */
import { randomUUID } from 'node:crypto';
import { DatabaseInUse, openStore } from '../../store/index.ts';

const [dataDir, resellerId, mode] = process.argv.slice(2) as [string, string, string | undefined];
const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const store = await openStore({ dataDir });
  say('open');
  if (mode === 'wait') {
    setInterval(() => {}, 1000);
    return;
  }
  for (;;) {
    const result = await store.orders.place({
      resellerId,
      customerId: 'customer',
      lines: [{ productId: 'product', quantity: 5 }],
      administrator: { mode: 'email' },
      termsVersion: '2026-01',
      informationRequest: { deadline: 'P14D', reminders: [] },
      idempotencyKey: randomUUID(),
      digest: 'digest',
    });
    if (result.kind !== 'placed') throw new Error(JSON.stringify(result));
    await store.worker.reserveCredit(result.order.orderId);
    say(result.order.orderId);
  }
}

main().catch((error) => {
  say(error instanceof DatabaseInUse ? error.name : String(error));
  process.exitCode = 1;
});
