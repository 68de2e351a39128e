/** The operator's operations as the commands call them: over the socket of a running stack, or on a store at hand. */
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { hc } from 'hono/client';
import { EmailTaken, UnknownReseller } from '../../store/store.ts';
import { type Comparing, createOperatorApp, Failure, type OperatorApp, type OperatorStore } from './app.ts';

/** Every call rejects unless it was carried out: with UnknownReseller or EmailTaken, or an error whose message says why. */
export type Operator = ReturnType<typeof hc<OperatorApp>>;

/** One call, such as `(operator) => operator.tokens.$get()`; its answer is read as JSON. */
export type OperatorCall<T> = (operator: Operator) => Promise<{ json(): Promise<T> }>;

/** The operations of the stack behind the socket. Each call may fail as the network may. */
export function operatorBehind(socketPath: string): Operator {
  return operatorThrough((asked) => exchange(socketPath, asked));
}

/** The operations on a store that this process has opened. */
export function operatorOn(store: OperatorStore, comparing: Comparing): Operator {
  const app = createOperatorApp(store, comparing);
  return operatorThrough((asked) => app.fetch(asked));
}

/** Whether a stack answers at the socket. */
export function stackAnswers(socketPath: string): Promise<boolean> {
  return operatorBehind(socketPath)
    .index.$get()
    .then(
      () => true,
      () => false,
    );
}

function operatorThrough(answer: (asked: Request) => Response | Promise<Response>): Operator {
  return hc<OperatorApp>('http://operator', {
    async fetch(input: string | URL | Request, init?: RequestInit) {
      const response = await answer(new Request(input, init));
      if (!response.ok) throw await errorOf(response);
      return response;
    },
  });
}

async function errorOf(response: Response): Promise<Error> {
  const { kind, message } = Failure.parse(await response.json());
  if (kind === 'unknownReseller') return new UnknownReseller(message);
  if (kind === 'emailTaken') return new EmailTaken(message);
  return new Error(message);
}

async function exchange(socketPath: string, asked: Request): Promise<Response> {
  const { method, headers } = asked;
  const { pathname, search } = new URL(asked.url);
  const body = await asked.text();
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const call = request({
      socketPath,
      method,
      path: `${pathname}${search}`,
      headers: Object.fromEntries(headers),
      agent: false,
      timeout: 10_000,
    });
    call.on('response', resolve);
    call.on('timeout', () => call.destroy(new Error('the stack did not answer in time')));
    call.on('error', reject);
    call.end(body);
  });
  return new Response(await text(response), { status: response.statusCode });
}
