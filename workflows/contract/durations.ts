/**
 * ISO 8601 durations in milliseconds. Only units of fixed length: `P1M` may be 28 or 31 days, so weeks, days,
 * hours, minutes and seconds are all that a deadline may use.
 */
const DURATION = /^P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$/;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** The longest wait an order may ask for: a year. */
export const LONGEST_WAIT = 366 * DAY;

/** Milliseconds of an ISO 8601 duration, or `undefined` if the text is not one or is empty. */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (!match || text.endsWith('P') || text.endsWith('T')) return undefined;
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return weeks * WEEK + days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND;
}

/** As {@link parseDuration}, for text that an edge has already validated. Throws a `RangeError` otherwise. */
export function milliseconds(text: string): number {
  const value = parseDuration(text);
  if (value === undefined) throw new RangeError(`not an ISO 8601 duration of fixed length: ${text}`);
  return value;
}

/** What is wrong with the terms of an information request, in words; empty if nothing is. */
export function problemsOfTerms(terms: { deadline: string; reminders: readonly string[] }): string[] {
  const deadline = parseDuration(terms.deadline);
  if (deadline === undefined || deadline <= 0 || deadline > LONGEST_WAIT) {
    return ['deadline: an ISO 8601 duration between PT1S and P366D, such as P14D'];
  }
  if (terms.reminders.length > 10) return ['reminders: at most 10'];
  const times = terms.reminders.map(parseDuration);
  return times.some((time) => time === undefined || time <= 0 || time >= deadline)
    ? ['reminders: ISO 8601 durations longer than zero and shorter than the deadline, such as P2D']
    : [];
}
