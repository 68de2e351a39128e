/** What a vendor answers is matched against patterns: none may take more time than in proportion to the answer's length. */
import { dearestSearch, patternsIn } from './patterns.ts';

/** Of the processor; a text of this length takes a hundredth of it in one pass, and several times as much where it is squared. */
const FAR_TOO_MUCH_MS = 40;

test.each([[/<id>\s*([^<]*\S)\s*<\/id>/], [/\s+$/]])('a pattern that is not linear is recognised: %s', (pattern) => {
  expect(dearestSearch(pattern, FAR_TOO_MUCH_MS).cpuMs).toBeGreaterThan(FAR_TOO_MUCH_MS);
});

test('every pattern that a vendor’s answer may meet takes time in proportion to its length', () => {
  const patterns = patternsIn('activities/vendors');
  expect(patterns.length).toBeGreaterThan(20);
  const slow = patterns.filter(({ pattern }) => dearestSearch(pattern, FAR_TOO_MUCH_MS).cpuMs > FAR_TOO_MUCH_MS);
  expect(slow.map(({ at }) => at)).toEqual([]);
});
