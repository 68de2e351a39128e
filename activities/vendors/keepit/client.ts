/**
 * The calls of Keepit's Partner API that the adapter needs (https://www.keepit.com/help/api-category/), one client for
 * each region. XML over HTTPS with Basic authentication; answers to writes are plain text.
 */
import { isLoopback } from '../../../workflows/contract/loopback.ts';
import { VendorMisconfigured, VendorUnavailable } from '../port.ts';
import { failureOf, type Reply } from './errors.ts';
import { attributesOf, createdIdOf, idOf, rootOf } from './replies.ts';
import { childText, escapeXml, writeXml, type XmlNode } from './xml.ts';

/** A data centre: ids, accounts and credentials of one are unknown to the others. */
export interface KeepitRegion {
  /** For example `https://dk-co.keepit.com`; plain HTTP is accepted for loopback addresses only. */
  baseUrl: string;
  /** The id of our own account there: the parent of every account we create. */
  parentAccount: string;
  user: string;
  password: string;
}

/** How long each call may take, body included, in milliseconds. */
export interface KeepitTimeouts {
  list: number;
  read: number;
  login: number;
  create: number;
  update: number;
  remove: number;
}

export interface KeepitClientOptions {
  userAgent: string;
  timeoutMs: KeepitTimeouts;
  /** A longer answer is not read to its end and counts as unreadable. */
  maxReplyBytes: number;
}

/** A child of our account as the list shows it. */
export interface KeepitChild {
  id: string;
  email: string | undefined;
}

/** An account as it reads back. */
export interface KeepitAccount {
  id: string;
  enabled: boolean;
  product: string | undefined;
  externalId: string | undefined;
  attributes: Readonly<Record<string, string>>;
  /** Whether it is scheduled for deletion. */
  leaving: boolean;
}

export type CreationReply =
  | { kind: 'created'; id: string | undefined }
  /** 400, 409 or 422. */
  | { kind: 'refused'; status: number; body: Buffer }
  /** 425 or 429: the vendor did not look at the request. */
  | { kind: 'postponed'; failure: Error };

type Call = { method: string; path: string; operation: keyof KeepitTimeouts; body?: XmlNode; signal: AbortSignal };

export class KeepitClient {
  readonly #region: KeepitRegion;
  readonly #options: KeepitClientOptions;
  readonly #authorization: string;

  /** @throws VendorMisconfigured if the base URL is unfit to send a password to. */
  constructor(region: KeepitRegion, options: KeepitClientOptions) {
    assertBaseUrl(region.baseUrl);
    this.#region = region;
    this.#options = options;
    this.#authorization = Buffer.from(`${region.user}:${region.password}`, 'utf8').toString('base64');
  }

  /** What no message of ours may repeat, whatever the vendor echoes: credentials, and what is passed in. */
  hidden(personal: readonly (string | undefined)[] = []): string[] {
    const given = personal.filter((text) => text !== undefined);
    const texts = [this.#region.password, this.#authorization, ...given].flatMap((text) => [text, escapeXml(text)]);
    return texts.sort((one, other) => other.length - one.length);
  }

  /** All children of our account. */
  async children(signal: AbortSignal): Promise<KeepitChild[]> {
    const path = `/users/${this.#parent}/users`;
    const reply = await this.#send({ method: 'GET', path, operation: 'list', signal });
    if (reply.status !== 200) throw failureOf('list the accounts', reply, this.hidden());
    return rootOf(reply, 'users')
      .children.filter((child) => child.name === 'user')
      .map((child) => ({ id: idOf(childText(child, 'id')), email: childText(child, 'email')?.trim() || undefined }));
  }

  /** An account, or `undefined` if there is none of that id. */
  async account(id: string, signal: AbortSignal): Promise<KeepitAccount | undefined> {
    const reply = await this.#send({ method: 'GET', path: `/users/${id}`, operation: 'read', signal });
    if (isGone(reply)) return undefined;
    if (reply.status !== 200) throw failureOf('read an account', reply, this.hidden());
    const user = rootOf(reply, 'user');
    return {
      id,
      enabled: /^(?:true|1)$/.test(childText(user, 'enabled')?.trim() ?? ''),
      product: childText(user, 'product')?.trim() || undefined,
      externalId: childText(user, 'external_id')?.trim() || undefined,
      attributes: attributesOf(user),
      leaving: (childText(user, 'deletion')?.trim() ?? '') !== '',
    };
  }

  /** Whether a login is taken, anywhere in the region. */
  async isLoginTaken(login: string, signal: AbortSignal): Promise<boolean> {
    const path = `/users/${this.#parent}/tokens?aname=${encodeURIComponent(login)}`;
    const reply = await this.#send({ method: 'HEAD', path, operation: 'login', signal });
    if (reply.status === 409) return true;
    if (reply.status >= 200 && reply.status < 300) return false;
    throw failureOf('ask whether a login is free', reply, this.hidden());
  }

  async create(body: XmlNode, personal: readonly (string | undefined)[], signal: AbortSignal): Promise<CreationReply> {
    const path = `/users/${this.#parent}/users`;
    const reply = await this.#send({ method: 'POST', path, operation: 'create', body, signal });
    const { status } = reply;
    if (status >= 200 && status < 300) return { kind: 'created', id: createdIdOf(reply) };
    if (status === 400 || status === 409 || status === 422) return { kind: 'refused', status, body: reply.body };
    const failure = failureOf('create an account', reply, this.hidden(personal));
    if (status === 425 || status === 429) return { kind: 'postponed', failure };
    throw failure;
  }

  async assignProduct(id: string, product: string, signal: AbortSignal): Promise<void> {
    const body: XmlNode = ['user_update', [['product', product]]];
    const reply = await this.#send({ method: 'PUT', path: `/users/${id}`, operation: 'update', body, signal });
    if (reply.status >= 200 && reply.status < 300) return;
    throw failureOf(`assign the product ${product}`, reply, this.hidden());
  }

  /** Deletes an account, or schedules that; "not found" is success. */
  async remove(id: string, signal: AbortSignal): Promise<void> {
    const reply = await this.#send({ method: 'DELETE', path: `/users/${id}`, operation: 'remove', signal });
    if (isGone(reply) || (reply.status >= 200 && reply.status < 300)) return;
    throw failureOf('delete an account', reply, this.hidden());
  }

  get #parent(): string {
    return encodeURIComponent(this.#region.parentAccount);
  }

  /** @throws VendorUnavailable if no whole answer came; the signal's reason if the caller gave up. */
  async #send({ method, path, operation, body, signal }: Call): Promise<Reply> {
    const tooLong = new AbortController();
    const timeout = AbortSignal.timeout(this.#options.timeoutMs[operation]);
    try {
      const response = await fetch(new URL(path, this.#region.baseUrl), {
        method,
        headers: {
          accept: 'application/vnd.keepit.v1+xml',
          authorization: `Basic ${this.#authorization}`,
          'user-agent': this.#options.userAgent,
          ...(body && { 'content-type': 'application/xml' }),
        },
        ...(body && { body: writeXml(body) }),
        // Credentials and customer data go where the configuration says, and nowhere else.
        redirect: 'manual',
        signal: AbortSignal.any([signal, timeout, tooLong.signal]),
      });
      return {
        status: response.status,
        retryAfter: response.headers.get('retry-after'),
        location: response.headers.get('location'),
        body: await readAtMost(response, this.#options.maxReplyBytes, tooLong),
      };
    } catch (error) {
      signal.throwIfAborted();
      throw new VendorUnavailable(`no answer to "${operation}": ${reasonOf(error, timeout, tooLong.signal)}`, {
        cause: error,
      });
    }
  }
}

function isGone({ status }: Reply): boolean {
  return status === 404 || status === 410;
}

function reasonOf(error: unknown, timeout: AbortSignal, tooLong: AbortSignal): string {
  if (tooLong.aborted) return 'it was longer than maxReplyBytes allows';
  if (timeout.aborted) return 'it took too long';
  const { code } = ((error as Error).cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : 'the connection broke';
}

async function readAtMost(response: Response, limit: number, tooLong: AbortController): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) tooLong.abort();
    tooLong.signal.throwIfAborted();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function assertBaseUrl(baseUrl: string): void {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))) {
    throw new VendorMisconfigured('the base URL of a Keepit region must be https, or http on a loopback address');
  }
  if (url.username || url.password || url.search || url.hash || url.pathname !== '/') {
    throw new VendorMisconfigured('the base URL of a Keepit region must be an origin and nothing else');
  }
}
