/** The HTTP API as commands call it. */
import { z } from 'zod';

export interface ApiSettings {
  url?: string | undefined;
  token?: string | undefined;
}

/** Carries out one request; answers its JSON. Rejects with a sentence for people. */
export type ApiCall = (method: 'GET' | 'POST', path: string, body?: object) => Promise<unknown>;

const Problem = z.object({
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string().optional(), detail: z.string() })).optional(),
});

const PATIENCE_MS = 15_000;

/** Every request has a key of its own, so a proxy that sends it again does nothing twice. */
export function apiAt({ url, token }: ApiSettings): ApiCall {
  return async (method, path, body) => {
    if (url === undefined || token === undefined) {
      throw new Error(
        'Say where the API is and who you are: ORDER_SAGA_URL, and ORDER_SAGA_TOKEN of `order-saga token create --operator`.',
      );
    }
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(method === 'POST' && { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }),
      },
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body && { body: JSON.stringify(body) }),
    }).catch((error: Error) => {
      throw new Error(`The API at ${url} did not answer: ${reasonOf(error)}`);
    });
    const text = await response.text();
    if (!response.ok) throw new Error(refusalIn(response.status, text));
    return JSON.parse(text);
  };
}

/** Node says why only in the cause, whose message may be empty. */
function reasonOf({ message, cause }: Error): string {
  const { message: why, code } = (cause ?? {}) as Partial<NodeJS.ErrnoException>;
  return why || code || message;
}

function refusalIn(status: number, text: string): string {
  const { data } = Problem.safeParse(jsonIn(text));
  if (data === undefined) return `The API answered ${status}, and not as the API answers. Is ORDER_SAGA_URL right?`;
  const errors = (data.errors ?? []).map(({ pointer = '', detail }) => `  - ${pointer}: ${detail}`);
  return [data.detail, ...errors].join('\n');
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
