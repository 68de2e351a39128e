/** A program of its own, so that nothing else was run in its process before: prints the KiB that a waiting order takes. */
import { PRODUCT } from './contenders.ts';
import { withBench } from './engine.ts';

const WAITING = { before: 200, after: 1200 };

/** Resident memory once the collectors have had time to run: the workflows live in threads of their own. */
async function settledMemory(): Promise<number> {
  let lowest = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 20; look++) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    lowest = Math.min(lowest, process.memoryUsage.rss());
  }
  return lowest;
}

await withBench(async (bench) => {
  await bench.leaveWaiting(PRODUCT, WAITING.before);
  const before = await settledMemory();
  await bench.leaveWaiting(PRODUCT, WAITING.after - WAITING.before);
  const after = await settledMemory();
  process.stdout.write(`${(after - before) / 1024 / (WAITING.after - WAITING.before)}\n`);
});
process.exit();
