import type { Server } from 'node:net';

/** The only interface: mails hold links that let their reader act for a customer. */
export const LOOPBACK = '127.0.0.1';

/** Resolves once `server` listens. @throws an Error that says which port of which protocol is taken. */
export async function listening(server: Server, protocol: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const message = `the inbox's ${protocol} port ${port} on ${LOOPBACK} is taken by another program: stop it or choose another port`;
      reject(taken ? new Error(message, { cause: error }) : error);
    });
    server.listen(port, LOOPBACK, resolve);
  });
}
