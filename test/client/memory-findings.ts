/** Findings in memory; a comparison that is asked for ends at once, and finds them all. */
import type { FindingStore, OpenFinding, ReconciliationRun } from '../../store/store.ts';

export class MemoryFindings implements FindingStore {
  readonly open: OpenFinding[] = [];
  readonly runs: ReconciliationRun[] = [];
  temporalUp = true;

  /** A page holds two. */
  async list({ cursor = '0' }: { cursor?: string | undefined }) {
    const next = Number(cursor) + 2;
    return {
      items: this.open.slice(Number(cursor), next),
      ...(next < this.open.length && { nextCursor: String(next) }),
    };
  }

  async lastRun() {
    return this.runs.at(-1);
  }

  async runNow() {
    if (!this.temporalUp) throw new Error('14 UNAVAILABLE 10.0.0.8');
    const at = '2026-11-20T10:00:00.000Z';
    const counted = { accounts: 12, lines: 8, orders: 30, found: this.open.length, repaired: 1, incomplete: [] };
    this.runs.push({ runId: `run-${this.runs.length + 1}`, startedAt: at, endedAt: at, ...counted });
  }
}
