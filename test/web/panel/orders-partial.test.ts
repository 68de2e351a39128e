/** Orders that were carried out in part, as their reseller sees them. */
import type { FailedLine } from '../../../workflows/contract/causes.ts';
import {
  ASKED,
  completedInPart,
  type OrdersPanel,
  PROVISIONING,
  readable,
  startOrdersPanel,
} from './support/orders.ts';

const LINES = [
  { productId: 'veritas-o365-backup', quantity: 1000 },
  { productId: 'acme-mail-archive', quantity: 10 },
  { productId: 'veritas-google-backup', quantity: 5 },
];

let panel: OrdersPanel;
let cookie: string;
beforeAll(async () => {
  panel = await startOrdersPanel();
  cookie = await panel.loggedIn();
});
afterAll(() => panel.close());

const open = async (path: string, language = 'en') => (await panel.open(path, `${cookie}; language=${language}`)).text;
const page = async (orderId: string, language = 'en') => readable(await open(`/panel/orders/${orderId}`, language));

/** An order of three lines whose last two are missing. */
async function partial(...why: [FailedLine, FailedLine]): Promise<string> {
  const orderId = await panel.place([ASKED, PROVISIONING], { lines: LINES });
  const failed = why.map((line, index) => ({ ...line, lineId: `${orderId}-${index + 2}` }));
  await panel.apply(orderId, completedInPart(failed, { lineId: `${orderId}-1`, subscriptionId: 'acc-1' }));
  return orderId;
}

const refused = (field: string, code: 'other' | 'addressInUse', said: string): FailedLine => ({
  lineId: '',
  cause: 'vendorRefused',
  refusal: { field, code, said },
});
const NO_SEATS = refused('order', 'other', 'no more seats here');
const UNANSWERED: FailedLine = { lineId: '', cause: 'customerNoResponse' };

test('its page says which lines were not set up and why, that they are not charged, and what is', async () => {
  const text = await page(await partial(NO_SEATS, UNANSWERED));
  expect(text).toContain('Partly completed Some of what was ordered is active, and billing has begun for it.');
  expect(text).toContain('These could not be set up, and are not charged:');
  expect(text).toContain('Mail Archive, 10 seats : The vendor refused it: no more seats here.');
  expect(text).toContain('Google Workspace Backup, 5 seats : Nobody corrected in time what the vendor had refused.');
  expect(text.match(/Not set up, not charged/g)).toHaveLength(2);
  expect(text).toContain('Subscription: acc-1');
  expect(text).toContain('Total per month €2,523.50 Charged per month €2,500.00');
  expect(text).not.toContain('The vendor refused the order.');
});

test('in German its page says so in German', async () => {
  const text = await page(
    await partial(refused('email', 'addressInUse', 'taken'), { lineId: '', cause: 'givenUp' }),
    'de',
  );
  expect(text).toContain('Dies konnte nicht eingerichtet werden und wird nicht berechnet:');
  expect(text).toContain('Mail Archive, 10 Lizenzen : Die E-Mail-Adresse wird beim Hersteller schon verwendet.');
  expect(text).toContain('Google Workspace Backup, 5 Lizenzen : Es war angehalten und wurde aufgegeben.');
  expect(text).toContain('Berechnet im Monat 2.500,00 €');
  expect(text).not.toMatch(/\b(the|order|charged|vendor|seats)\b/);
});

test('the list, its filter and its export know it', async () => {
  const orderId = await partial(NO_SEATS, UNANSWERED);
  const list = await open('/panel/orders?state=partial');
  expect(list).toContain(orderId);
  expect(list).toContain('<span class="badge warn">Partly completed</span>');
  const csv = await open('/panel/orders.csv?state=partial', 'de');
  const lines = csv.split('\r\n').filter((line) => line.startsWith(orderId));
  expect(lines.map((line) => [line.includes(',Teilweise abgeschlossen,'), line.split(',').at(-1)])).toEqual([
    [true, 'ja'],
    [true, 'nein'],
    [true, 'nein'],
  ]);
});

test('an order of several lines says what was chosen for them; one of a single line does not', async () => {
  expect(await page(await panel.place([], { lines: LINES }))).toContain(
    'If a product cannot be set up The others are kept',
  );
  expect(await page(await panel.place([], { lines: LINES, lineFailure: 'undoAll' }), 'de')).toContain(
    'Wenn eines ausfällt Alles wird rückgängig gemacht',
  );
  expect(await page(await panel.place())).not.toContain('If a product cannot be set up');
});
