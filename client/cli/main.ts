#!/usr/bin/env node
/** The command `order-saga`. */
import { text } from 'node:stream/consumers';
import { readEnvironment } from '../../config/environment.ts';
import { operate } from '../operator/operate.ts';
import { apiAt } from './api.ts';
import { runCli } from './program.ts';

process.exitCode = await runCli(process.argv.slice(2), {
  operate: async (call) => {
    const env = readEnvironment(['DATABASE_URL', 'DATA_DIR', 'TASK_QUEUE', 'RECONCILIATION_INTERVAL']);
    const schedule = { taskQueue: env.TASK_QUEUE, intervalMs: env.RECONCILIATION_INTERVAL };
    return operate({ databaseUrl: env.DATABASE_URL, dataDir: env.DATA_DIR, schedule }, call);
  },
  api: (...request) => {
    const { ORDER_SAGA_URL: url, ORDER_SAGA_TOKEN: token } = readEnvironment(['ORDER_SAGA_URL', 'ORDER_SAGA_TOKEN']);
    return apiAt({ url, token })(...request);
  },
  readInput: () => text(process.stdin),
  print: (line) => console.log(line),
});
