import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { createSandboxApp, type SandboxOptions } from './app.ts';

export interface Sandbox {
  url: string;
  /** Breaks every connection, those of hanging calls too. */
  close: () => Promise<void>;
}

/** Serves one data centre of the vendor on loopback only. @param port 0: any free one */
export async function startSandbox({
  port = 0,
  ...options
}: SandboxOptions & { port?: number } = {}): Promise<Sandbox> {
  const { app, close } = createSandboxApp(options);
  const server = await new Promise<Server>((resolve, reject) => {
    const starting = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => resolve(starting)) as Server;
    starting.once('error', reject);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      close();
    },
  };
}
