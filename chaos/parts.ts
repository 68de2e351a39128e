/** The product's processes by name, each with the same few things that can be done to it. */
import type { PartName } from './plan.ts';
import type { Product } from './product.ts';

export interface Part {
  readonly pid: number;
  readonly running: boolean;
  /** May resolve before it is ready. */
  launch(): Promise<void> | void;
  ready(): Promise<void>;
  kill(): Promise<void>;
  /** As an operator stops it. */
  stop(): Promise<void>;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
}

export function partsOf({ apis, database, inbox, temporal, vendor, workers }: Product): Record<PartName, Part> {
  const upAtOnce = async () => {};
  return {
    'worker-1': workers[0],
    'worker-2': workers[1],
    'api-1': apis[0],
    'api-2': apis[1],
    temporal: {
      get pid() {
        return temporal.pid;
      },
      get running() {
        return temporal.running;
      },
      launch: () => temporal.start(),
      ready: upAtOnce,
      kill: () => temporal.kill(),
      stop: () => temporal.stop(),
      signal: (signal) => temporal.signal(signal),
    },
    postgres: {
      get pid() {
        return database.pid;
      },
      get running() {
        return database.running;
      },
      launch: () => database.up(),
      ready: upAtOnce,
      kill: () => database.kill(),
      stop: () => database.down(),
      signal: (signal) => database.signal(signal),
    },
    smtp: inbox,
    vendor,
  };
}
