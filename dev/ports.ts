import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';

/**
 * Below what systems give to outgoing connections and to those who listen on any port (on Linux from 32768), so that a
 * server that is stopped for a while finds its port free when it is started again.
 */
const FIRST = 20_000;
const LAST = 32_767;
const TRIES = 100;

/**
 * A TCP port of this address that nobody listens on now. Somebody else may take it before it is used, so who needs it
 * for certain tries again with another.
 */
export async function freePort(ip = '127.0.0.1'): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(FIRST, LAST + 1);
    if (await isFree(port, ip)) return port;
  }
  throw new Error(`none of ${TRIES} ports of ${ip} between ${FIRST} and ${LAST} is free`);
}

function isFree(port: number, ip: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    probe.listen(port, ip, () => probe.close(() => resolve(true)));
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
