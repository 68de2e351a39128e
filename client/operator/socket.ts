/**
 * The operator's socket: how a command reaches the embedded database while a running stack owns it. Whoever may write to
 * the socket may make tokens, so it belongs to its owner alone (mode 600).
 */
import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { type Comparing, createOperatorApp, type OperatorStore } from './app.ts';

/** Where the socket of a data directory is. */
export function operatorSocketOf(dataDir: string): string {
  return join(dataDir, 'control.sock');
}

/** Linux keeps socket paths in 108 bytes, the last of which ends the text. */
const LONGEST_PATH = 107;

/** Thrown when a socket path is longer than the system can take. */
export class SocketPathTooLong extends Error {
  override readonly name = 'SocketPathTooLong';
  constructor(path: string) {
    super(
      `The path of the operator’s socket is longer than ${LONGEST_PATH} bytes; set DATA_DIR to a shorter one: ${path}`,
    );
  }
}

/**
 * Listens on the socket of `dataDir`, and removes the file at the end. A socket file that a killed stack left behind
 * is replaced; the caller owns the data directory, so no living stack can be behind it.
 * @throws SocketPathTooLong
 */
export async function listenToOperators(
  store: OperatorStore,
  comparing: Comparing,
  dataDir: string,
): Promise<{ close(): Promise<void> }> {
  const path = operatorSocketOf(dataDir);
  if (Buffer.byteLength(path) > LONGEST_PATH) throw new SocketPathTooLong(path);
  await rm(path, { force: true });
  const server = createServer(getRequestListener(createOperatorApp(store, comparing).fetch));
  server.listen(path);
  await once(server, 'listening');
  await chmod(path, 0o600);
  return {
    async close() {
      // Every command has a connection of its own and needs a moment: what is under way is let finish.
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(path, { force: true });
    },
  };
}
