#!/usr/bin/env node
/**
 * The command `order-saga`. It finds the data where the stack keeps them: on the server of DATABASE_URL; else with
 * the running stack that owns the embedded database; else in that database itself.
 */
import { text } from 'node:stream/consumers';
import { openStore } from '../../store/index.ts';
import { connectControl, controlAnswers, controlSocketOf } from '../operator/control.ts';
import { type CliDeps, runCli } from './program.ts';

const { DATABASE_URL: databaseUrl, DATA_DIR: dataDir = '.data' } = process.env;

const open: CliDeps['open'] = async () => {
  const socket = controlSocketOf(dataDir);
  if (!databaseUrl && (await controlAnswers(socket))) return { ...connectControl(socket), close: async () => {} };
  return openStore(databaseUrl ? { databaseUrl, dataDir } : { dataDir });
};

process.exitCode = await runCli(process.argv.slice(2), {
  open,
  readInput: () => text(process.stdin),
  print: (line) => console.log(line),
});
