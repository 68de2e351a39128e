#!/usr/bin/env node
/**
 * The command `order-saga`. It finds the tokens where the stack keeps them: on the server of DATABASE_URL; else with
 * the running stack that owns the embedded database; else in that database itself.
 */
import { openStore } from '../../store/index.ts';
import { connectControl, controlAnswers, controlSocketOf } from '../http/control.ts';
import { type CliDeps, runCli } from './program.ts';

const { DATABASE_URL: databaseUrl, DATA_DIR: dataDir = '.data' } = process.env;

const openTokenStore: CliDeps['openTokenStore'] = async () => {
  const socket = controlSocketOf(dataDir);
  if (!databaseUrl && (await controlAnswers(socket))) return { tokens: connectControl(socket), close: async () => {} };
  const store = await openStore(databaseUrl ? { databaseUrl, dataDir } : { dataDir });
  return { tokens: store.tokens, close: () => store.close() };
};

process.exitCode = await runCli(process.argv.slice(2), { openTokenStore, print: (text) => console.log(text) });
