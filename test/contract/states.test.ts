import fc from 'fast-check';
import { isTerminal, mayBecome, ORDER_STATES, type OrderStateName } from '../../workflows/contract/states.ts';

const aState = fc.constantFrom(...ORDER_STATES);

test('a terminal state refuses every later state, whatever is tried', () => {
  fc.assert(
    fc.property(aState, fc.array(aState), (from, attempts) => {
      let state: OrderStateName = from;
      let ended = isTerminal(state) ? state : undefined;
      for (const next of attempts) {
        if (mayBecome(state, next)) state = next;
        if (ended !== undefined) expect(state).toBe(ended);
        if (isTerminal(state)) ended ??= state;
      }
    }),
  );
});

test('a state may always be written again, so a repeat is never an error', () => {
  for (const state of ORDER_STATES) expect(mayBecome(state, state)).toBe(true);
});

test('every state can be reached from an accepted order, and from every state an end can be reached', () => {
  const reachable = (from: OrderStateName) => {
    const seen = new Set<OrderStateName>([from]);
    for (const state of seen) for (const next of ORDER_STATES) if (mayBecome(state, next)) seen.add(next);
    return seen;
  };
  expect([...reachable('acknowledged')].sort()).toEqual([...ORDER_STATES].sort());
  for (const state of ORDER_STATES) expect([...reachable(state)].some(isTerminal)).toBe(true);
});

test('only an order that was provisioned is completed or partial', () => {
  const before = ORDER_STATES.filter((state) => mayBecome(state, 'completed') && state !== 'completed');
  expect(before.sort()).toEqual(['assessingCancellation', 'inProgress']);
});
