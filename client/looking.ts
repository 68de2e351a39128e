/**
 * Looks again and again, one look at a time; each answers after how many milliseconds the next one begins, and does not
 * reject. Call the answer to stop; it resolves once the look under way has ended, which a long one does early.
 */
export function lookAgainAndAgain(look: (stopped: () => boolean) => Promise<number>): () => Promise<void> {
  let stopped = false;
  let wake: () => void = () => {};
  const running = (async () => {
    while (!stopped) {
      const pause = await look(() => stopped);
      if (stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return async () => {
    stopped = true;
    wake();
    await running;
  };
}
