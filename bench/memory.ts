/** What an order that waits takes of the worker's memory while it is cached. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../dev/tools/folder.ts';
import type { Report, Say } from './report.ts';

export function measureMemory(say: Say): Report {
  say('Memory of a waiting order …');
  const program = join(projectRoot(), 'dist/bench/memory-process.js');
  const kib = Number(execFileSync(process.execPath, [program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 2] }));
  return { rows: [['memory'], [`${kib.toFixed(0)} KiB a waiting order`]], figures: { kibPerWaitingOrder: kib } };
}
