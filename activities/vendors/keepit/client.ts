/**
 * The calls of Keepit's Partner API that the adapter needs (https://www.keepit.com/help/api-category/), one client for
 * each region. XML over HTTPS with Basic authentication; answers to writes are plain text.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isLoopback } from '../../../workflows/contract/loopback.ts';
import type { Pace } from '../limits.ts';
import { VendorMisconfigured, VendorUnavailable } from '../port.ts';
import { ChildrenReader, type KeepitChild } from './children.ts';
import { failureOf, type Reply } from './errors.ts';
import { attributesOf, createdIdOf, rootOf } from './replies.ts';
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
  /** Until a list shows its first account, and then from one to the next; in all it takes as long as it takes. */
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
  /** Of a longer answer only so much is read; the list may have any size. */
  maxReplyBytes: number;
  /** By which calls begin. */
  pace: Pace;
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

/** Bytes of a list that are read before others get a turn: some milliseconds of work. */
const LIST_PART = 8_192;

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

  /** Hands on every child of our account, as the list arrives and is taken. The process does other work meanwhile. */
  async listChildren(onChild: (child: KeepitChild) => void | Promise<void>, signal: AbortSignal): Promise<void> {
    await this.#options.pace.turn(signal);
    const slow = new AbortController();
    const limit = setTimeout(() => slow.abort(), this.#options.timeoutMs.list);
    const call: Call = { method: 'GET', path: `/users/${this.#parent}/users`, operation: 'list', signal };
    try {
      const response = await this.#fetch(call, slow.signal);
      if (response.status !== 200) {
        throw failureOf('list the accounts', await this.#replyOf(response), this.hidden());
      }
      const reader = new ChildrenReader();
      for await (const chunk of response.body ?? []) {
        for (let at = 0; at < chunk.byteLength; at += LIST_PART) {
          const children = reader.read(chunk.subarray(at, at + LIST_PART));
          for (const child of children) await onChild(child);
          // Bytes alone are no progress: white space that drips for ever is no list.
          if (children.length > 0) limit.refresh();
          await nextTurn();
        }
      }
      for (const child of reader.end()) await onChild(child);
    } catch (error) {
      throw this.#failure(call, error, slow.signal.aborted ? 'it took too long' : undefined);
    } finally {
      clearTimeout(limit);
      slow.abort();
    }
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

  /**
   * Waits until a creating request may leave: whoever marks it does so right before it leaves, and so waits first.
   * @throws the signal's reason
   */
  turnToCreate(signal: AbortSignal): Promise<void> {
    return this.#options.pace.turn(signal);
  }

  /** Call it when {@link turnToCreate} has come to its end. */
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

  /** What is absent stays as it is. */
  async update(id: string, change: { product?: string; externalId?: string }, signal: AbortSignal): Promise<void> {
    const body: XmlNode = [
      'user_update',
      [
        ['product', change.product],
        ['external_id', change.externalId],
      ],
    ];
    const reply = await this.#send({ method: 'PUT', path: `/users/${id}`, operation: 'update', body, signal });
    if (reply.status >= 200 && reply.status < 300) return;
    throw failureOf(`change the account ${id}`, reply, this.hidden());
  }

  /** Deletes an account, or schedules that; "not found" is success. @throws VendorMisconfigured if it is refused */
  async remove(id: string, signal: AbortSignal): Promise<void> {
    const reply = await this.#send({ method: 'DELETE', path: `/users/${id}`, operation: 'remove', signal });
    if (isGone(reply) || (reply.status >= 200 && reply.status < 300)) return;
    throw failureOf(`delete the account ${id}`, reply, this.hidden());
  }

  get #parent(): string {
    return encodeURIComponent(this.#region.parentAccount);
  }

  /** @throws VendorUnavailable if no answer came; the signal's reason if the caller gave up. */
  async #send(call: Call): Promise<Reply> {
    if (call.operation !== 'create') await this.#options.pace.turn(call.signal);
    const timeout = AbortSignal.timeout(this.#options.timeoutMs[call.operation]);
    try {
      return await this.#replyOf(await this.#fetch(call, timeout));
    } catch (error) {
      throw this.#failure(call, error, timeout.aborted ? 'it took too long' : undefined);
    }
  }

  #fetch({ method, path, body, signal }: Call, limit: AbortSignal): Promise<Response> {
    return fetch(new URL(path, this.#region.baseUrl), {
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
      signal: AbortSignal.any([signal, limit]),
    });
  }

  async #replyOf(response: Response): Promise<Reply> {
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      location: response.headers.get('location'),
      body: await beginningOf(response, this.#options.maxReplyBytes),
    };
  }

  /** What is thrown when no whole answer came. @throws the signal's reason if the caller gave up. */
  #failure({ signal, operation }: Call, error: unknown, why: string | undefined): Error {
    signal.throwIfAborted();
    if (error instanceof VendorUnavailable || error instanceof VendorMisconfigured) return error;
    return new VendorUnavailable(`no answer to "${operation}": ${why ?? reasonOf(error)}`, { cause: error });
  }
}

function isGone({ status }: Reply): boolean {
  return status === 404 || status === 410;
}

function reasonOf(error: unknown): string {
  const { code } = ((error as Error).cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : 'the connection broke';
}

/** What is cut off is no XML any more, and all else is of interest only as far as a log shows it. */
async function beginningOf(response: Response, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
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
