/** How a message is received: read, refused or taken, once for each id. */
import { ApplicationFailure, currentUpdateInfo, log, setHandler } from '@temporalio/workflow';
import type * as definitions from '../contract/definitions.ts';
import { REFUSALS, type RefusalType } from '../contract/messages.ts';

/** What was accepted over all runs of the order. Temporal knows the ids of one run's updates only. */
export interface Heard {
  resends: number;
  extensions: number;
  /** The ids of accepted updates: one that comes again is no second message. */
  ids: string[];
}

interface Handler<M> {
  description: string;
  read: (raw: unknown) => M | undefined;
  /** Why a well-formed message is refused now. */
  refuse: (message: M) => ApplicationFailure | undefined;
  /** What is wrong with a malformed one. */
  problems?: (raw: unknown) => unknown;
  take: (message: M) => void;
}

/** One message as update (the sender learns what became of it) and as signal (a bad one is logged, and changes nothing). */
export const receiver = ({ ids }: Heard) => {
  const earlier: ReadonlySet<string> = new Set(ids);
  const isRepeat = () => earlier.has(currentUpdateInfo()?.id ?? '');
  return function receive<M>(
    { update, signal }: definitions.MessageDefinition<M>,
    { description, read, refuse, problems, take }: Handler<M>,
  ): void {
    const malformed = (raw: unknown) => refusal(REFUSALS.invalidMessage, `malformed ${update.name}`, problems?.(raw));
    const check = (raw: unknown): M | ApplicationFailure => {
      const message = read(raw);
      return message === undefined ? malformed(raw) : (refuse(message) ?? message);
    };
    setHandler(
      update,
      (raw) => {
        // It has passed the validator, now or when the history was made: whatever would be refused today still counts.
        const message = read(raw);
        if (message === undefined) throw malformed(raw);
        if (isRepeat()) return { accepted: true };
        const { id } = currentUpdateInfo() ?? {};
        if (id !== undefined) ids.push(id);
        take(message);
        return { accepted: true };
      },
      {
        description,
        validator: (raw) => {
          if (isRepeat()) return;
          const message = check(raw);
          if (message instanceof ApplicationFailure) throw message;
        },
      },
    );
    setHandler(
      signal,
      (raw) => {
        const message = check(raw);
        if (message instanceof ApplicationFailure)
          log.warn('signal ignored', { signal: signal.name, why: message.message });
        else take(message);
      },
      { description },
    );
  };
};

export function refusal(type: RefusalType, message: string, detail?: unknown): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable: true,
    details: detail === undefined ? undefined : [detail],
  });
}
