import { BadCursor } from '../../store/store.ts';
import { Problem } from '../site/problems.ts';

/** A cursor that the store does not know is the caller's mistake, and anything else is ours. */
export function refuseBadCursor(error: unknown): never {
  // By name too, so that a second copy of the module (compiled and source side by side) does not make it a 500.
  if (error instanceof BadCursor || (error instanceof Error && error.name === 'BadCursor')) {
    throw new Problem('bad-cursor', 'The cursor is not one of ours.', { cause: error });
  }
  throw error;
}
