/** Calls as their documentation asks for: what got no answer, or one that says so, is sent again, under the same key. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Answer<T> {
  status: number;
  body: T;
}

export interface CallerOptions {
  /** Every API that there is; each call goes to the next one. */
  apiUrls: readonly string[];
  signal: AbortSignal;
}

/** Longer than a server takes that answers at all. */
const PATIENCE_MS = 20_000;
const PAUSE_MS = 400;

export class Caller {
  readonly #options: CallerOptions;
  readonly #failures: string[] = [];
  #turn = 0;

  constructor(options: CallerOptions) {
    this.#options = options;
  }

  /** An API's address, another one each time. */
  nextUrl = (): string => {
    const { apiUrls } = this.#options;
    this.#turn += 1;
    return apiUrls[this.#turn % apiUrls.length] ?? '';
  };

  /** Answers of 500: nothing that strikes is a reason for them. */
  get failures(): readonly string[] {
    return this.#failures;
  }

  /** `POST` of JSON, until there is an answer that another try would not better. */
  async post<T>(path: string, token: string, body: object, key?: string): Promise<Answer<T>> {
    const headers = {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      ...(key !== undefined && { 'Idempotency-Key': key }),
    };
    const response = await this.#insist(path, () => ({ method: 'POST', headers, body: JSON.stringify(body) }));
    return { status: response.status, body: (await response.json()) as T };
  }

  async get<T>(path: string, token: string): Promise<Answer<T>> {
    const response = await this.#insist(path, () => ({ headers: { Authorization: `Bearer ${token}` } }));
    return { status: response.status, body: (await response.json()) as T };
  }

  /** A form, sent by somebody who presses the button again until there is a page that says something else than "later". */
  async submit(link: string, form: Record<string, string>): Promise<number> {
    const { pathname } = new URL(link);
    const sent = () => ({ method: 'POST', body: new URLSearchParams(form), redirect: 'manual' as const });
    return (await this.#insist(pathname, sent)).status;
  }

  async #insist(path: string, request: () => RequestInit): Promise<Response> {
    const { signal } = this.#options;
    for (;;) {
      signal.throwIfAborted();
      const sent = { ...request(), signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]) };
      const response = await fetch(`${this.nextUrl()}${path}`, sent).then(whole, () => undefined);
      if (response && response.status < 500 && response.status !== 429) return response;
      if (response && response.status === 500)
        this.#failures.push(`${request().method ?? 'GET'} ${path}: ${await response.text()}`);
      await sleep(PAUSE_MS, undefined, { signal });
    }
  }
}

/** With its body, which may break off as well. */
async function whole(response: Response): Promise<Response> {
  const { status, headers } = response;
  const body = await response.text();
  return new Response([204, 304].includes(status) ? null : body, { status, headers });
}
