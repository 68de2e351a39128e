/** The inbox as programs see it. */
import type { ArmedFault } from '../../dev/inbox/faults.ts';
import type { Inbox } from '../../dev/inbox/inbox.ts';
import type { StoredMail } from '../../dev/inbox/mailbox.ts';

/** The mails, newest first; `header` gives all values of a header. */
export async function mailsIn(inbox: Inbox) {
  const mails = (await (await fetch(inbox.messagesUrl)).json()) as StoredMail[];
  return mails.map((mail) => ({
    ...mail,
    header: (name: string) =>
      mail.headers.filter((header) => header.name.toLowerCase() === name.toLowerCase()).map(({ value }) => value),
  }));
}

export async function arm(inbox: Inbox, fault: ArmedFault): Promise<void> {
  const response = await fetch(`${inbox.url}/faults`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(fault),
  });
  if (response.status !== 201) throw new Error(await response.text());
}
