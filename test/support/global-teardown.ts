import { rmSync } from 'node:fs';
import type { TemporalServer } from '../../dev/temporal.ts';

/** Jest runs setup and teardown in one process, but loads them as separate modules. */
const kept = globalThis as { orderSagaTestRun?: { folder?: string; server?: TemporalServer } };

export function keepForTeardown(things: { folder?: string; server?: TemporalServer }): void {
  kept.orderSagaTestRun = { ...kept.orderSagaTestRun, ...things };
}

export default async function globalTeardown(): Promise<void> {
  const { folder, server } = kept.orderSagaTestRun ?? {};
  await server?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
