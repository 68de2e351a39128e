import { connect, createServer } from 'node:net';

/**
 * A TCP port of this address that nobody listens on now. Somebody else may take it before it is used, so who needs it
 * for certain tries again with another.
 */
export function freePort(ip = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, ip, () => {
      const address = probe.address();
      if (address === null || typeof address === 'string') throw new Error('a TCP server has a numeric port');
      probe.close(() => resolve(address.port));
    });
  });
}

/** Whether somebody accepts connections at this `ip:port`. */
export function listens(address: string): Promise<boolean> {
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) });
    const answer = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}

/** The port one would like, if it is free, else any free one; 0 likes none. */
export async function portLike(wanted: number): Promise<number> {
  return wanted === 0 || (await listens(`127.0.0.1:${wanted}`)) ? freePort() : wanted;
}
