/** A round's report in words. */
import type { RoundReport } from './run.ts';

export function reportAsText({ plan, hit, world, differences }: RoundReport): string {
  const ends = new Map<string, number>();
  for (const { state } of world.record) ends.set(state, (ends.get(state) ?? 0) + 1);
  return [
    `Seed ${plan.seed}: ${hit} of ${plan.faults.length} faults hit.`,
    `Orders by end: ${[...ends].map(([state, count]) => `${count} ${state}`).join(', ')}.`,
    `Differences: ${differences.length === 0 ? 'none' : differences.length}.`,
  ].join('\n');
}

export function differencesAsText({ differences, timelines }: RoundReport): string {
  const lines = differences.map(({ kind, orderId, says }) => `  ${orderId ?? '-'}  ${kind}: ${says}`);
  return [...lines, ...timelines.map((order) => JSON.stringify(order, null, 2))].join('\n');
}
