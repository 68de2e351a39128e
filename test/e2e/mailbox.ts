/** The mailboxes of everybody, and the end customer who follows the link in a mail. */
import type { StoredMail } from '../../dev/inbox/mailbox.ts';
import { eventually, type Product } from '../support/product.ts';

export function mailboxOf(product: Product) {
  /** The mails of an order, oldest first; to one address, or to all. */
  async function mails(orderId: string, to?: string): Promise<StoredMail[]> {
    const all = (await (await fetch(product.file.inboxMessagesUrl)).json()) as StoredMail[];
    const ours = all.filter((mail) => mail.text.includes(orderId) && (to === undefined || mail.to === to));
    return ours.reverse();
  }

  return {
    mails,
    /** Waits until so many mails are there. */
    arrived: (orderId: string, count: number, to?: string) =>
      eventually(
        `${count} mail(s)`,
        () => mails(orderId, to),
        (all) => all.length >= count,
      ),
    /** The link in the newest mail to an address that has one; waits for it. */
    async link(orderId: string, to?: string): Promise<string> {
      const found = await eventually(
        'a mail with a link',
        async () => (await mails(orderId, to)).flatMap(linksIn),
        (links) => links.length > 0,
      );
      return found.at(-1) as string;
    },
    /** The reports of mails to an address that came back. */
    async reportsOn(address: string): Promise<StoredMail[]> {
      const all = (await (await fetch(product.file.inboxMessagesUrl)).json()) as StoredMail[];
      return all.filter(({ to, text }) => to.startsWith('bounces+') && text.includes(address));
    },
    /** Spoils what the mail server does next. */
    async fault(fault: { fault: 'refuse' | 'defer' | 'hang' | 'drop' | 'bounce'; times?: number; address?: string }) {
      await armed(`${product.file.inboxUrl}/faults`, fault);
    },
  };
}

export function linksIn({ text }: { text: string }): string[] {
  return text.match(/https?:\/\/\S+\/complete\/[\w.-]+/g) ?? [];
}

export async function armed(url: string, fault: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  if (response.status !== 201) throw new Error(`the fault was not armed: ${await response.text()}`);
}

export interface Page {
  status: number;
  /** Where it leads, if it leads elsewhere. */
  location: string | null;
  html: string;
}

const page = async (response: Response): Promise<Page> => ({
  status: response.status,
  location: response.headers.get('location'),
  html: await response.text(),
});

/** Opens a link as a browser does. */
export const open = async (link: string, method: 'GET' | 'HEAD' = 'GET') =>
  page(await fetch(link, { method, redirect: 'manual' }));

/** Sends the form of a page, and stays where the answer is. */
export const send = async (link: string, fields: object) =>
  page(await fetch(link, { method: 'POST', body: new URLSearchParams({ ...fields }), redirect: 'manual' }));

/** Sends the form, and reads the page that it leads to: a receipt, if all is well. */
export async function answer(link: string, fields: object): Promise<Page> {
  const sent = await send(link, fields);
  return sent.location === null ? sent : open(new URL(sent.location, link).href);
}

/** The names of a form's fields. */
export function fieldsOf({ html }: Page): string[] {
  return [...html.matchAll(/<(?:input|select)[^>]* name="(\w+)"/g)].map(([, name]) => name as string);
}
