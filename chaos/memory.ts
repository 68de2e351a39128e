/** Whether the memory of long-lived processes stays flat. */
import { execFileSync } from 'node:child_process';

/** One look at a process, at a moment when nothing moves. */
export interface Sample {
  part: string;
  pid: number;
  /** Epoch milliseconds. */
  at: number;
  mb: number;
}

export interface Growth {
  part: string;
  mbPerHour: number;
  /** From the first look after the warm-up to the last. */
  grownMb: number;
  tooMuch: boolean;
}

/** Looks at a process that count as its warm-up, unless it had only few. */
const WARM_UP = 10;
/** What a process may grow by after that, however long the soak: caches fill, collectors have their moods. */
export const BOUND_MB = 64;

export function sampleOf(part: string, pid: number, at: number): Sample | undefined {
  try {
    const kb = Number(execFileSync('ps', ['-o', 'rss=', '-p', `${pid}`], { encoding: 'utf8' }));
    return { part, pid, at, mb: kb / 1024 };
  } catch {
    return undefined; // it is gone
  }
}

/** Of each process that lived long enough: how it grew, by least squares. */
export function growthOf(samples: readonly Sample[]): Growth[] {
  const series = new Map<string, Sample[]>();
  for (const sample of samples) {
    const name = `${sample.part} (${sample.pid})`;
    series.set(name, [...(series.get(name) ?? []), sample]);
  }
  return [...series].flatMap(([part, all]) => {
    const looks = all.slice(Math.min(WARM_UP, Math.floor(all.length / 3)));
    const [first, last] = [looks[0], looks.at(-1)];
    if (first === undefined || last === undefined || looks.length < 3) return [];
    const grownMb = last.mb - first.mb;
    return [{ part, mbPerHour: slopeOf(looks), grownMb, tooMuch: grownMb > BOUND_MB }];
  });
}

function slopeOf(looks: readonly Sample[]): number {
  const mean = (numbers: number[]) => numbers.reduce((one, other) => one + other, 0) / numbers.length;
  const hours = looks.map(({ at }) => at / 3_600_000);
  const [hour, mb] = [mean(hours), mean(looks.map((look) => look.mb))];
  const shared = looks.reduce((sum, look, index) => sum + ((hours[index] ?? 0) - hour) * (look.mb - mb), 0);
  return shared / hours.reduce((sum, one) => sum + (one - hour) ** 2, 0);
}
