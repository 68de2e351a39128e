/** Loaded into the product's process where a profile is asked for: its main thread's, written when it ends. */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { isMainThread } from 'node:worker_threads';

const file = process.env.PROFILE_FILE;
if (isMainThread && file !== undefined) {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.start');
  // Within its own thread a session answers at once.
  process.once('exit', () => {
    session.post('Profiler.stop', (_, { profile }) => writeFileSync(file, JSON.stringify(profile)));
  });
}
