/** Writing the order's record, and what is to be done when it refuses. */
import { log } from '@temporalio/activity';
import type { RecordChange } from '../../workflows/contract/record.ts';
import { isTerminal } from '../../workflows/contract/states.ts';
import { beforeEffect } from '../deadline.ts';
import type { Deps } from '../deps.ts';

/** Thrown when the end of an order cannot be recorded: the record says that it has ended otherwise. */
class EndRefused extends Error {
  override readonly name = 'EndRefused';
}

/**
 * Writes a change. One that comes late, or that may not follow what is recorded, is logged and else ignored: a later step
 * has said more. An end that is refused is no such thing, for nothing comes after it.
 * @throws EndRefused; it is tried again, and seen as pending, until somebody has looked
 */
export async function write({ record }: Deps, change: RecordChange): Promise<void> {
  const { orderId, key, state, turn } = change;
  const applied = await record.apply(change);
  if (applied === 'applied' || applied === 'repeated') return;
  log.warn('a change of the record was refused', { orderId, key, state, turn, applied });
  if (isTerminal(state)) throw new EndRefused(`the record of ${orderId} does not become ${state} (${applied})`);
}

/** Writes a change for its own sake. */
export async function recordChange(deps: Deps, change: RecordChange): Promise<void> {
  beforeEffect();
  await write(deps, change);
}
