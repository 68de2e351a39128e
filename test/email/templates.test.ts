import fc from 'fast-check';
import type { MailContent } from '../../activities/email/port.ts';
import {
  contactUnreachable,
  correctionNeeded,
  informationRequest,
  operatorsAsked,
  orderCompleted,
  orderEnded,
  orderHeld,
} from '../../activities/email/templates/index.ts';
import type { Hold, OrderEnd } from '../../workflows/contract/causes.ts';
import type { RequestKind } from '../../workflows/contract/events.ts';
import type { VendorRefusal } from '../../workflows/contract/failures.ts';
import type { OrderBrief } from '../../workflows/contract/record.ts';

const BRIEF: OrderBrief = {
  orderId: 'order-0192f7a1',
  reseller: { id: 'r-1', name: 'Nordwind IT', email: 'sales@nordwind.example' },
  customer: { id: 'c-1', name: 'Bäckerei Öz' },
  adminContact: { name: 'Ada Lovelace', email: 'ada@oez.example' },
  lines: [{ lineId: 'l-1', productId: 'p-1', productName: 'Office 365 Backup', quantity: 25 }],
  purchaseOrderNumber: 'PO-118',
  checks: { customerOnHold: false, withdrawnProducts: [] },
};
const URL = 'https://portal.example.com/complete/aaa.bbb.ccc?x=1&y=2';
const UNTIL = '2026-11-27T17:00:59.999Z';

const LANGUAGES = ['en', 'de'] as const;
type Language = (typeof LANGUAGES)[number];

/** Every way to be held, with text from outside wherever there is room for it. */
const holds = (text: string): Hold[] => [
  ...(
    [
      'customerOnHold',
      'productWithdrawn',
      'vendorMisconfigured',
      'vendorUncertain',
      'vendorUnavailable',
      'tooManyCorrections',
    ] as const
  ).map((cause) => ({ cause, lineId: text })),
  {
    cause: 'leftovers',
    leftovers: [
      { kind: 'credit' },
      { kind: 'billing', lineId: text },
      { kind: 'subscription', lineId: text, productId: text, vendor: text },
    ],
  },
];

/** Something refused of every kind, and of a field that no language has a name for. */
const refusals = (said: string): VendorRefusal[] => [
  { field: 'email', code: 'addressInUse', said },
  { field: 'phone', code: 'invalid', said },
  { field: 'companyName', code: 'tooLong', said },
  { field: 'lastName', code: 'other', said },
  { field: said, code: 'other', said },
];

/** Every way to end. */
const ends = (text: string): OrderEnd[] => [
  { state: 'expired', cause: 'customerNoResponse' },
  { state: 'expired', cause: 'undeliverable' },
  { state: 'cancelled', cause: 'requested' },
  { state: 'cancelled', cause: 'workflowCancelled' },
  { state: 'rejected', cause: 'creditRefused', shortage: { kind: 'released' } },
  { state: 'failed', cause: 'vendorRefused', refusal: { field: 'email', code: 'other', said: text } },
  { state: 'failed', cause: 'givenUp' },
  { state: 'failed', cause: 'unexpected', reported: text },
];

/** Every mail there is, by name. */
function everyMail(language: Language, brief: OrderBrief, words = 'in words', url = URL): Record<string, MailContent> {
  const mails: Record<string, MailContent> = {};
  for (const hold of holds(words)) mails[`held.${hold.cause}`] = orderHeld({ brief, hold }, language);
  mails.unreachable = contactUnreachable({ brief, contacted: words, until: UNTIL, url }, language);
  for (const kind of ['first', 'reminder', 'resend', 'extended'] as const) {
    const request = { brief, url, until: UNTIL, number: 1, kind };
    mails[kind] = informationRequest(request, language);
    mails[`correction.${kind}`] = informationRequest({ ...request, corrections: refusals(words) }, language);
  }
  mails.correctionNeeded = correctionNeeded({ brief, url, until: UNTIL, corrections: refusals(words) }, language);
  for (const to of ['reseller', 'customer'] as const) {
    const failedLines = brief.lines.map(({ lineId }) => lineId);
    mails[`completed.${to}`] = orderCompleted({ brief, to }, language);
    mails[`partial.${to}`] = orderCompleted({ brief, to, failedLines }, language);
    for (const end of ends(words)) mails[`${end.cause}.${to}`] = orderEnded({ brief, end, to }, language);
  }
  return mails;
}

/** A customer is told that an order failed or was cancelled, and whom to ask why; and holds are told by one fact. */
const SAME_TO_CUSTOMERS = /^held|^(?:requested|workflowCancelled|vendorRefused|givenUp|unexpected)\.customer$/;

const REQUESTS = ['first', 'reminder', 'resend', 'extended'].flatMap((kind) => [kind, `correction.${kind}`]);

/** Those that want something of their reader, and say where and until when. */
const ASKING = [...REQUESTS, 'unreachable', 'correctionNeeded'];

describe.each(LANGUAGES)('in the language %s', (language) => {
  test('every mail names its order, in text, HTML and subject', () => {
    for (const [name, mail] of Object.entries(everyMail(language, BRIEF))) {
      for (const part of [mail.subject, mail.text, mail.html]) {
        expect([name, part]).toEqual([name, expect.stringContaining(BRIEF.orderId)]);
      }
    }
  });

  test('every mail that asks has its link in full, in text and HTML, and no other mail has one', () => {
    for (const [name, mail] of Object.entries(everyMail(language, BRIEF))) {
      const asks = ASKING.includes(name);
      expect([name, mail.text.split('\n').includes(URL)]).toEqual([name, asks]);
      expect([name, mail.html.split(`href="${URL.replaceAll('&', '&amp;')}"`).length]).toEqual([name, asks ? 3 : 1]);
    }
  });

  test('no mail shows a value that is not there', () => {
    const { purchaseOrderNumber: _, ...bare } = BRIEF;
    for (const brief of [BRIEF, bare]) {
      for (const [name, mail] of Object.entries(everyMail(language, brief))) {
        for (const part of [mail.subject, mail.text, mail.html]) {
          expect([name, part]).toEqual([name, expect.not.stringMatching(/undefined|NaN|\[object|null|Invalid Date/)]);
        }
      }
    }
  });

  test('every mail says what, for whom and by whom; one that asks says until when, and a request that it names no password', () => {
    const until = { en: 'Friday 27 November 2026, 17:00 UTC', de: 'Freitag, 27. November 2026, 17:00 Uhr (UTC)' };
    for (const [name, { text }] of Object.entries(everyMail(language, BRIEF))) {
      for (const part of ['Office 365 Backup', 'Bäckerei Öz', 'Nordwind IT', 'PO-118']) expect(text).toContain(part);
      if (REQUESTS.includes(name)) expect(text).toMatch({ en: /password/, de: /Passwort/ }[language]);
      expect([name, text.includes(until[language])]).toEqual([name, ASKING.includes(name)]);
    }
  });

  test('no two kinds of mail read the same', () => {
    const mails = Object.entries(everyMail(language, BRIEF)).filter(([name]) => !SAME_TO_CUSTOMERS.test(name));
    expect(new Set(mails.map(([, { text }]) => text)).size).toBe(mails.length);
  });

  test('what screen readers are told is the language of the words', () => {
    for (const { html, text } of Object.values(everyMail(language, BRIEF))) {
      expect(html).toMatch(new RegExp(`^<!doctype html>\n<html lang="${language}">`));
      expect(text.startsWith({ en: 'Hello,', de: 'Guten Tag,' }[language])).toBe(true);
    }
  });

  test('markup in names, numbers and reasons is shown as it is, never obeyed', () => {
    const expected = Object.values(everyMail(language, CALM, 'w')).map(({ html }) => skeleton(html));
    const mails = Object.values(everyMail(language, HOSTILE, MARK, `${URL}${MARK}`));
    expect(mails.map(({ html }) => skeleton(html))).toEqual(expected);
    for (const { html } of mails) expect(html).not.toMatch(/<script|<img|onerror="/);
  });

  test('a line break in a name cannot start a line of its own, neither in the subject nor in the text', () => {
    const mails = everyMail(language, HOSTILE, MARK, `${URL}${MARK}`);
    for (const mail of Object.values(mails)) {
      expect(mail.subject).not.toMatch(/[\r\n\u2028]/);
      expect(mail.text).not.toMatch(/^Bcc|[\r\u2028]/m);
    }
  });

  test('a customer is told nothing about the reseller’s credit, nor a code', () => {
    for (const end of ends('what was said')) {
      const { text } = orderEnded({ brief: BRIEF, end, to: 'customer' }, language);
      expect([end.cause, text]).toEqual([end.cause, expect.not.stringContaining(end.cause)]);
      expect(text).not.toMatch(/credit|kredit|what was said|vendor|hersteller/i);
    }
  });

  test('no mail loads anything: opening it tells nobody', () => {
    for (const { html } of Object.values(everyMail(language, BRIEF))) {
      expect(html).not.toMatch(/<(?:img|link|script|iframe|video|audio|object|embed|form)\b|url\(|@import|src=/i);
    }
  });
});

const MARK =
  '<script>alert(1)</script><img src=x onerror="a()">\'"&amp;</title></style>\r\n\r\nBcc: eve@example.net\u2028';
const HOSTILE: OrderBrief = {
  orderId: `id${MARK}`,
  reseller: { id: 'r', name: MARK, email: `"${MARK}"@example.com` },
  customer: { id: 'c', name: MARK },
  adminContact: { name: MARK, email: 'ada@example.com' },
  lines: [
    { lineId: 'l-1', productId: MARK, productName: MARK, quantity: 1 },
    { lineId: 'l-2', productId: MARK, productName: MARK, quantity: 2 },
  ],
  purchaseOrderNumber: MARK,
  checks: { customerOnHold: false, withdrawnProducts: [] },
};

/** The names of all elements and attributes in the HTML: data may add none. */
const skeleton = (html: string) =>
  [...html.matchAll(/<(\/?[a-z0-9!]+)((?:\s[^>]*)?)>/gi)].map(([, name, attributes = '']) => [
    name,
    [...attributes.replace(/"[^"]*"/g, '""').matchAll(/[^\s=]+(?==|\s|$)/g)].join(),
  ]);

const CALM: OrderBrief = {
  ...HOSTILE,
  orderId: 'id',
  reseller: { id: 'r', name: 'n', email: 'e@x.example' },
  customer: { id: 'c', name: 'n' },
  purchaseOrderNumber: 'n',
  lines: HOSTILE.lines.map((line) => ({ ...line, productName: 'n' })),
};

test('whatever the data, the HTML keeps its shape', () => {
  const shape = JSON.stringify(
    skeleton(informationRequest({ brief: BRIEF, url: URL, until: UNTIL, number: 1, kind: 'first' }).html),
  );
  const piece = fc.oneof(
    fc.constantFrom('<', '>', '"', "'", '&', '\n', '<b>', '-->', ']]>', '\u202e'),
    fc.string({ unit: 'binary' }),
  );
  const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, text, text, text, (orderId, name, email, product) => {
      const brief: OrderBrief = {
        ...BRIEF,
        orderId,
        reseller: { id: 'r', name, email },
        customer: { id: 'c', name },
        lines: [{ lineId: 'l', productId: 'p', productName: product, quantity: 1 }],
      };
      const { html, subject } = informationRequest({
        brief,
        url: `${URL}${name}`,
        until: UNTIL,
        number: 1,
        kind: 'first',
      });
      expect(JSON.stringify(skeleton(html))).toBe(shape);
      expect(subject).not.toMatch(/[\r\n]/);
    }),
  );
});

test('the request tells all that its reader needs, in text and in HTML', () => {
  const { text, html } = informationRequest({ brief: BRIEF, url: URL, until: UNTIL, number: 1, kind: 'first' });
  const readable = html
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&amp;', '&');
  for (const part of [text, readable]) {
    expect(part).toContain('Nordwind IT has ordered Office 365 Backup (25 seats) for Bäckerei Öz');
    expect(part).toContain(URL);
    expect(part).toContain('works until Friday 27 November 2026, 17:00 UTC');
    expect(part).toContain('If nobody answers by then, the order ends: nothing is set up and nothing is charged');
    expect(part).toContain('You may forward this mail');
    expect(part).toContain('the first answer counts');
    expect(part).toContain('Questions? Ask Nordwind IT: sales@nordwind.example');
    expect(part).toContain('We never ask for a password');
    expect(part).toContain('named you as the contact of Bäckerei Öz');
    expect(part).toContain('PO-118');
  }
  expect(html.match(new RegExp(`href="${URL.replaceAll('?', '\\?').replaceAll('&', '&amp;')}"`, 'g'))).toHaveLength(2);
  expect(text.split('\n')).toContain(URL);
});

test('only a mail that revokes the link says that it no longer works; more time says that it stays good', () => {
  const of = (kind: RequestKind) => informationRequest({ brief: BRIEF, url: URL, until: UNTIL, number: 2, kind });
  expect(of('resend').text).toContain('earlier mails no longer works');
  for (const kind of ['first', 'reminder', 'extended'] as const) {
    expect(of(kind).text).not.toContain('no longer works');
  }
  expect(of('extended').text).toContain('The link in our earlier mails works until then, too.');
  expect(of('reminder').subject).toMatch(/^Reminder: /);
});

test('a mail that asks for corrections names the fields and why, and neither what was entered nor what the vendor said', () => {
  const corrections = refusals('secret words');
  const data = { brief: BRIEF, url: URL, until: UNTIL, corrections };
  const english = [
    informationRequest({ ...data, number: 2, kind: 'correction' }),
    informationRequest({ ...data, number: 2, kind: 'reminder' }),
    correctionNeeded(data),
  ];
  for (const { text } of english) {
    expect(text).toContain(
      '- E-mail address: already in use at the vendor\n- Phone number: not accepted by the vendor\n' +
        '- Company name: too long for the vendor\n- Last name: not accepted by the vendor\n\n',
    );
    expect(text).not.toContain('secret');
    // Other lines of the order may be active already.
    expect(text).toContain('the order ends, and what could not be set up is not charged');
  }
  expect(informationRequest({ ...data, number: 2, kind: 'correction' }, 'de').text).toContain(
    '- E-Mail-Adresse: wird beim Hersteller schon verwendet\n- Telefonnummer: wird vom Hersteller nicht angenommen\n',
  );
});

test('a correction is asked for in words of its own: nobody is thanked for what somebody else has answered', () => {
  const of = (kind: RequestKind, language?: string) =>
    informationRequest({ brief: BRIEF, url: URL, until: UNTIL, number: 2, kind, corrections: refusals('x') }, language);
  expect(of('correction').subject).toBe(
    'Please correct the administrator’s details for Office 365 Backup (order order-0192f7a1)',
  );
  expect(of('correction').text).not.toMatch(/thank|you entered|we need to know/i);
  expect(of('correction').text).toContain('Links in earlier mails about the order no longer work.');
  expect(of('reminder').subject).toMatch(/^Reminder: please correct /);
  expect(of('reminder', 'de').subject).toMatch(/^Erinnerung: Bitte korrigieren /);
  expect(of('correction', 'de').text).not.toMatch(/dank|Sie eingegeben/i);
});

test('operators are told only what the order takes from them', () => {
  const since = '2026-11-20T10:00:00.000Z';
  for (const hold of holds('l-1')) {
    const { text } = operatorsAsked({ brief: BRIEF, hold, since, again: false, workflowId: 'order-1' });
    const adopts = hold.cause !== 'leftovers' && hold.cause !== 'tooManyCorrections';
    expect([hold.cause, text.includes('adopt')]).toEqual([hold.cause, adopts]);
    expect(text).toContain('retry');
  }
});

test('the time in a mail is never later than the time that counts, at midnight and year’s end too', () => {
  const at = (until: string) => informationRequest({ brief: BRIEF, url: URL, until, number: 1, kind: 'first' }).text;
  expect(at('2026-12-31T23:59:59.999Z')).toContain('works until Thursday 31 December 2026, 23:59 UTC');
  expect(at('2027-01-01T00:00:00+01:00')).toContain('works until Thursday 31 December 2026, 23:00 UTC');
  expect(at('2027-01-01T00:00:00Z')).toContain('works until Friday 1 January 2027, 00:00 UTC');
});

test('an order done in part says which part is missing, that it is not charged, and where the reason stands', () => {
  const lines = [...BRIEF.lines, { lineId: 'l-2', productId: 'p-2', productName: 'Workspace Backup', quantity: 1 }];
  const inPart = { brief: { ...BRIEF, lines }, failedLines: ['l-2'] };
  const { subject, text } = orderCompleted({ ...inPart, to: 'reseller' });
  expect(subject).toMatch(/^Your order is set up in part: 2 products for/);
  expect(text).toContain(
    'Part of what you ordered for Bäckerei Öz is active: Office 365 Backup (25 seats). Billing has begun',
  );
  expect(text).toContain('could not be set up, and is not charged:\n\n- Workspace Backup, 1 seat');
  expect(text).toContain('The order’s page in the control panel says why.');
  const german = orderCompleted({ ...inPart, to: 'reseller' }, 'de').text;
  expect(german).toContain(
    'ein Teil dessen, was Sie für Bäckerei Öz bestellt haben, ist jetzt aktiv: Office 365 Backup',
  );
  expect(german).toContain('Den Grund nennt die Seite der Bestellung im Control Panel.');
  const customers = orderCompleted({ ...inPart, to: 'customer' }).text;
  expect(customers).toContain('Part of what Nordwind IT ordered for Bäckerei Öz is active');
  expect(customers).not.toContain('control panel');
});

describe('in German', () => {
  test('the request tells all that its reader needs', () => {
    const { subject, text } = informationRequest(
      { brief: BRIEF, url: URL, until: UNTIL, number: 1, kind: 'first' },
      'de',
    );
    expect(subject).toBe('Bitte benennen Sie den Administrator für Office 365 Backup (Bestellung order-0192f7a1)');
    expect(text).toContain('Nordwind IT hat Office 365 Backup (25 Lizenzen) für Bäckerei Öz bestellt');
    expect(text).toContain('gilt bis Freitag, 27. November 2026, 17:00 Uhr (UTC)');
    expect(text).toContain('Wenn bis dahin niemand antwortet, endet die Bestellung');
    expect(text).toContain('die erste Antwort zählt');
    expect(text).toContain('Fragen? Schreiben Sie an Nordwind IT: sales@nordwind.example');
    expect(text).toContain('als Kontakt von Bäckerei Öz angegeben');
  });

  test('only a mail that revokes the link says that it no longer works; more time says that it stays good', () => {
    const mails = everyMail('de', BRIEF);
    const revokes = REQUESTS.filter((kind) => /früheren E-Mails .*nicht mehr/.test(mails[kind]?.text ?? ''));
    expect(revokes).toEqual(['correction.first', 'resend', 'correction.resend']);
    expect(mails.extended?.text).toContain('Auch der Link aus unseren früheren E-Mails funktioniert bis dahin.');
    expect(mails.reminder?.subject).toMatch(/^Erinnerung: /);
  });

  test('no English is left in a mail', () => {
    const english = /\b(?:the|order|of|your|and|seats?|hello|subscription|line|customer|vendor|until|works|was|has)\b/i;
    // German's own "was" and the names in the data.
    const mine = /\bwas\b|order-0192f7a1/gi;
    const mails = everyMail('de', BRIEF, 'x');
    for (const { subject, text } of Object.values(mails)) {
      for (const part of [subject, text.replaceAll(URL, '')]) expect(part.replace(mine, '')).not.toMatch(english);
    }
    expect(mails['held.leftovers']?.text).toContain('- Abonnement der Position x (x) bei x');
  });

  test('numbers are written as in German, one seat in the singular', () => {
    const of = (quantity: number) =>
      orderCompleted(
        { brief: { ...BRIEF, lines: BRIEF.lines.map((line) => ({ ...line, quantity })) }, to: 'customer' },
        'de',
      );
    expect(of(1).text).toContain('(1 Lizenz)');
    expect(of(1200).text).toContain('(1.200 Lizenzen)');
  });
});

test('a regional tag is answered in its language, and a language that we do not have in English', () => {
  const data = { brief: BRIEF, to: 'customer' } as const;
  for (const language of ['de-AT', 'DE', 'de-1996'])
    expect(orderCompleted(data, language)).toEqual(orderCompleted(data, 'de'));
  for (const language of ['fr-CH', 'EN-gb', 'den', '', '__proto__', 'constructor']) {
    expect(orderCompleted(data, language)).toEqual(orderCompleted(data));
  }
});
