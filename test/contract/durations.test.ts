import { parseDuration } from '../../workflows/contract/durations.ts';

test('a deadline is read as a duration of fixed length, and nothing else is', () => {
  expect(parseDuration('P14D')).toBe(14 * 86_400_000);
  expect(parseDuration('P1DT2H')).toBe(26 * 3_600_000);
  expect(parseDuration('PT1M30S')).toBe(90_000);
  for (const bad of ['', 'P', 'PT', 'P1DT', 'P1M', 'P1Y', '14', 'p14d', 'P-1D', 'P1.5D']) {
    expect(parseDuration(bad)).toBeUndefined();
  }
});
