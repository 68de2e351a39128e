/** Misbehaviour on demand, so that tests and demonstrations can see what a bad mail server does to an order. */

export const FAULTS = {
  /** RCPT TO is refused for good (550). */
  refuse: 'recipient',
  /** RCPT TO is put off (451). */
  defer: 'recipient',
  /** RCPT TO is never answered. */
  hang: 'recipient',
  /** The mail is taken and kept, but the connection ends before the reply: the sender cannot know. */
  drop: 'message',
  /** The mail is taken and kept, and then comes back as undeliverable. */
  bounce: 'message',
} as const;

export type Fault = keyof typeof FAULTS;

/** What `POST /faults` takes. */
export interface ArmedFault {
  fault: Fault;
  /** How many more times it strikes. */
  times: number;
  /** Only mails to this address; absent: all. */
  address?: string;
}

/** The armed faults; the oldest one that fits strikes first. */
export class Faults {
  #armed: ArmedFault[] = [];

  arm(fault: ArmedFault): void {
    this.#armed.push({ ...fault });
  }

  disarm(): void {
    this.#armed = [];
  }

  list(): readonly ArmedFault[] {
    return this.#armed;
  }

  /** The fault that strikes now at this stage, used up by one. */
  strike(stage: (typeof FAULTS)[Fault], addresses: readonly string[]): Fault | undefined {
    const fits = ({ fault, address }: ArmedFault) =>
      FAULTS[fault] === stage &&
      (address === undefined || addresses.some((other) => other.toLowerCase() === address.toLowerCase()));
    const found = this.#armed.find(fits);
    if (!found) return undefined;
    found.times -= 1;
    if (found.times === 0) this.#armed.splice(this.#armed.indexOf(found), 1);
    return found.fault;
  }
}

/** Reads what `POST /faults` was sent; a string says what is wrong with it. */
export function readFault(value: unknown): ArmedFault | string {
  if (typeof value !== 'object' || value === null) return 'send a JSON object';
  const { fault, times = 1, address } = value as Record<string, unknown>;
  if (typeof fault !== 'string' || !Object.hasOwn(FAULTS, fault)) {
    return `fault must be one of ${Object.keys(FAULTS).join(', ')}`;
  }
  if (!Number.isSafeInteger(times) || (times as number) < 1) return 'times must be a whole number above zero';
  if (address !== undefined && typeof address !== 'string') return 'address must be an e-mail address';
  return { fault: fault as Fault, times: times as number, address };
}
