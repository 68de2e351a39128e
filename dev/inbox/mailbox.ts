/** The mails that arrived, newest first, kept in a directory if there is one. */
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';

/** One mail. The first six fields are what `GET /messages` promises. */
export interface StoredMail {
  id: string;
  /** The envelope's recipient. */
  to: string;
  subject: string;
  text: string;
  html: string;
  /** ISO 8601: when it arrived. */
  date: string;
  /** Without angle brackets. */
  messageId: string;
  /** As they came, unfolded, in their order. */
  headers: { name: string; value: string }[];
}

export interface Mailbox {
  /** Parses and keeps a mail; resolves once its file is whole, so that a kill loses no mail that was accepted. */
  add(raw: Buffer, recipients: readonly string[]): Promise<void>;
  list(): readonly StoredMail[];
  find(id: string): StoredMail | undefined;
}

/** One file for each mail; the number in its name is the order of arrival. */
const FILE = /^(\d{6,})\.json$/;

export function openMailbox(stateDir?: string): Mailbox {
  const mails = stateDir === undefined ? [] : load(stateDir);
  let last = Number(mails[0]?.id ?? 0);

  return {
    async add(raw, recipients) {
      const parsed = await parse(raw);
      for (const to of recipients) {
        last += 1;
        const mail: StoredMail = { id: String(last).padStart(6, '0'), to, ...parsed, date: new Date().toISOString() };
        if (stateDir !== undefined) save(stateDir, mail);
        mails.unshift(mail);
      }
    },
    list: () => mails,
    find: (id) => mails.find((mail) => mail.id === id),
  };
}

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

/**
 * A file that was cut short never gets its final name, so every file that has one is whole. Synchronous: mails that come
 * in at once keep the order of their numbers.
 */
function save(directory: string, mail: StoredMail): void {
  const path = join(directory, `${mail.id}.json`);
  writeFileSync(`${path}.part`, JSON.stringify(mail));
  renameSync(`${path}.part`, path);
}

function load(directory: string): StoredMail[] {
  mkdirSync(directory, { recursive: true });
  const numbers = readdirSync(directory).flatMap((name) => FILE.exec(name)?.[1] ?? []);
  numbers.sort((one, other) => Number(other) - Number(one));
  return numbers.map((number) => JSON.parse(readFileSync(join(directory, `${number}.json`), 'utf8')) as StoredMail);
}
