/**
 * The mails that arrived, newest first. With a directory they are kept in it, a file each, and memory holds only what a list
 * of them shows, however many there are.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';

/** What a list shows of a mail. */
export interface MailHead {
  /** Digits; a later mail's are more. */
  id: string;
  /** The envelope's recipient. */
  to: string;
  subject: string;
  /** ISO 8601: when it arrived. */
  date: string;
}

/** One mail. `id`, `to`, `subject`, `text`, `html` and `date` are what `GET /messages` promises. */
export interface StoredMail extends MailHead {
  text: string;
  html: string;
  /** Without angle brackets. */
  messageId: string;
  /** As they came, unfolded, in their order. */
  headers: { name: string; value: string }[];
}

export interface Mailbox {
  /** Parses and keeps a mail; resolves once its file is whole, so that a kill loses no mail that was accepted. */
  add(raw: Buffer, recipients: readonly string[]): Promise<void>;
  heads(): readonly MailHead[];
  /** Whole mails, newest first. @param id only those that came after the mail of this id */
  after(id: string): StoredMail[];
  find(id: string): StoredMail | undefined;
}

/** One file for each mail; the number in its name is the order of arrival. */
const FILE = /^(\d{6,})\.json$/;

export function openMailbox(stateDir?: string): Mailbox {
  const kept = stateDir === undefined ? new Map<string, StoredMail>() : new Directory(stateDir);
  const heads = [...kept.values()].map(headOf).reverse();

  return {
    async add(raw, recipients) {
      const parsed = await parse(raw);
      for (const to of recipients) {
        const id = String(Number(heads[0]?.id ?? 0) + 1).padStart(6, '0');
        const mail: StoredMail = { id, to, ...parsed, date: new Date().toISOString() };
        kept.set(id, mail);
        heads.unshift(headOf(mail));
      }
    },
    heads: () => heads,
    after(id) {
      const end = heads.findIndex((head) => Number(head.id) <= Number(id));
      return heads.slice(0, end === -1 ? undefined : end).flatMap((head) => kept.get(head.id) ?? []);
    },
    find: (id) => kept.get(id),
  };
}

const headOf = ({ id, to, subject, date }: StoredMail): MailHead => ({ id, to, subject, date });

async function parse(raw: Buffer): Promise<Omit<StoredMail, 'id' | 'to' | 'date'>> {
  const mail = await simpleParser(raw, { skipImageLinks: true, skipTextToHtml: true });
  return {
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    messageId: (mail.messageId ?? '').replace(/^<|>$/g, ''),
    headers: mail.headerLines.map(({ line }) => {
      const colon = line.indexOf(':');
      return {
        name: line.slice(0, colon),
        value: line
          .slice(colon + 1)
          .replace(/\r?\n/g, '')
          .trim(),
      };
    }),
  };
}

/** Mails in a directory, used like a map. */
class Directory {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    mkdirSync(path, { recursive: true, mode: 0o700 });
  }

  /** Oldest first, one at a time. */
  *values(): Generator<StoredMail> {
    const ids = readdirSync(this.#path).flatMap((name) => FILE.exec(name)?.[1] ?? []);
    ids.sort((one, other) => Number(one) - Number(other));
    for (const id of ids) yield this.#read(id);
  }

  get(id: string): StoredMail | undefined {
    return /^\d+$/.test(id) && existsSync(this.#file(id)) ? this.#read(id) : undefined;
  }

  /**
   * A file that was cut short never gets its final name, so every file that has one is whole. Synchronous: mails that come
   * in at once keep the order of their numbers.
   */
  set(id: string, mail: StoredMail): void {
    writeFileSync(`${this.#file(id)}.part`, JSON.stringify(mail));
    renameSync(`${this.#file(id)}.part`, this.#file(id));
  }

  #read(id: string): StoredMail {
    return JSON.parse(readFileSync(this.#file(id), 'utf8')) as StoredMail;
  }

  #file(id: string): string {
    return join(this.#path, `${id}.json`);
  }
}
