/** An attempt that is over does nothing more, wherever in its work it is when its time is up. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createActivities, type Deps } from '../../activities/index.ts';
import { doubles } from '../support/doubles.ts';

const LIMIT = 30_000;
const order = { orderId: 'T1' };
const ask = { ...order, revision: 1, number: 1, kind: 'first', ends: { after: 'P14D' }, by: 'system' } as const;
const end = { state: 'cancelled', cause: 'requested' } as const;
const hold = { cause: 'vendorUnavailable', lineId: 'T1-1' } as const;
const contacted = 'ada@customer.example';

const all = (deps: Deps) => createActivities(deps);
type Activities = ReturnType<typeof all>;

/** Each activity that has effects of more than one kind or must wait before its effect, with an input for it. */
const CALLS: { [N in keyof Activities]?: Parameters<Activities[N]>[0] } = {
  openOrder: { ...order, ask },
  sendInformationRequest: { ...ask, kind: 'reminder', number: 2 },
  completeOrder: { ...order, lines: [1, 2].map((n) => ({ lineId: `T1-${n}`, subscriptionId: `s-${n}` })) },
  endOrder: { ...order, end, leftovers: [], by: 'reseller', lines: [], contacted },
  holdOrder: { ...order, number: 1, hold, since: '2026-11-24T08:00:00Z' },
  recordBounce: {
    ...order,
    revision: 1,
    number: 1,
    mail: 'first',
    since: '2026-11-24T08:00:00Z',
    until: '2026-12-01T08:00:00Z',
  },
  sendNotice: { ...order, notice: { kind: 'orderCompleted', to: 'reseller' } },
};

/** What others see of an activity. The rest of what it calls reads, or writes down what has happened. */
const EFFECTS = [
  'reserveCredit',
  'openBilling',
  'apply',
  'informationRequestSent',
  'informationRequestBounced',
  'send',
];

/** The ports, with every call told by name once it has been carried out. */
function overheard(deps: Deps, hear: (call: string) => void): Deps {
  const port = <P extends object>(inner: P): P =>
    new Proxy(inner, {
      get: (target, name) => async (given: unknown, more: unknown, rest: unknown, last: unknown) => {
        const call = Reflect.get(target, name) as (...all: unknown[]) => unknown;
        const answer = await call.call(target, given, more, rest, last);
        hear(String(name));
        return answer;
      },
    });
  const { billing, record, mailLog, mailer } = deps;
  return { ...deps, billing: port(billing), record: port(record), mailLog: port(mailLog), mailer: port(mailer) };
}

/** Runs an activity; after call number `at` of the ports `happens` takes place. Answers all calls, in order. */
async function callsOf(name: keyof Activities, at = -1, happens = (_attempt: MockActivityEnvironment) => {}) {
  const calls: string[] = [];
  const attempt = new MockActivityEnvironment({ startToCloseTimeoutMs: LIMIT }, { logger: new DefaultLogger('ERROR') });
  const world = doubles();
  // From where the record may become what each of them says.
  if (name === 'completeOrder') world.record.state = 'inProgress';
  const deps = overheard(world.deps, (call) => {
    if (calls.push(call) - 1 === at) happens(attempt);
  });
  const activity = all(deps)[name] as (input: unknown) => Promise<unknown>;
  const failure = await attempt.run(activity, CALLS[name]).then(
    () => undefined,
    (error: Error) => error.name,
  );
  return { calls, failure };
}

afterEach(() => jest.restoreAllMocks());

const timePasses = () => {
  const late = Date.now() + LIMIT;
  jest.spyOn(Date, 'now').mockImplementation(() => late);
};

describe.each(Object.keys(CALLS) as (keyof Activities)[])('%s', (name) => {
  test.each([
    ['whose time is up', 'AttemptOver', timePasses],
    ['that is cancelled', 'CancelledFailure', (attempt: MockActivityEnvironment) => attempt.cancel('CANCELLED')],
  ])('an attempt %s does nothing more, wherever it is', async (_, error, happens) => {
    const { calls: whole, failure: none } = await callsOf(name);
    expect(none).toBeUndefined();
    expect(whole.filter((call) => EFFECTS.includes(call))).not.toEqual([]);
    for (const at of whole.keys()) {
      const { calls, failure } = await callsOf(name, at, happens);
      jest.restoreAllMocks();
      expect(calls.slice(at + 1).filter((call) => EFFECTS.includes(call))).toEqual([]);
      const missing = whole.slice(at + 1).some((call) => EFFECTS.includes(call));
      expect(failure).toBe(missing ? error : undefined);
    }
  });
});
