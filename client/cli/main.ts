#!/usr/bin/env node
/** The command `order-saga`. */
import { text } from 'node:stream/consumers';
import { operate } from '../operator/operate.ts';
import { runCli } from './program.ts';

const { DATABASE_URL: databaseUrl, DATA_DIR: dataDir = '.data' } = process.env;

process.exitCode = await runCli(process.argv.slice(2), {
  operate: (call) => operate({ databaseUrl, dataDir }, call),
  readInput: () => text(process.stdin),
  print: (line) => console.log(line),
});
