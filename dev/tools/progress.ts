import type { OnProgress } from './look-up.ts';

/**
 * Tells every few seconds how long some work has taken and what it did last, so that minutes of building do not look
 * like a hang. `note` records what it is doing; `end` stops the telling.
 */
export function tellElapsed(
  title: string,
  onProgress: OnProgress,
  every = 5_000,
): { note(line: string): void; end(): void } {
  const startedAt = Date.now();
  let last = '';
  onProgress(`${title} …`);
  const timer = setInterval(() => {
    onProgress(`${title} … ${Math.round((Date.now() - startedAt) / 1000)} s${last === '' ? '' : ` (${last})`}`);
  }, every);
  return {
    note: (line) => {
      last = line;
    },
    end: () => clearInterval(timer),
  };
}
