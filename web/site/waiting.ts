/** Waiting for something on behalf of a request, for as long as the answer is of use. */
import type { Context } from 'hono';
import { stopSignalOf } from './server.ts';

/**
 * Does what `work` does with a signal that aborts after so many milliseconds, when whoever asked goes away, and when the
 * server is about to end, which need not wait for it then.
 */
export async function whileWanted<T>(
  c: Context,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const end = () => over.abort();
  const timer = setTimeout(end, milliseconds);
  const signals = [c.req.raw.signal, stopSignalOf(c)].filter((signal) => signal !== undefined);
  for (const signal of signals) {
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  }
  try {
    return await work(over.signal);
  } finally {
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener('abort', end);
  }
}
