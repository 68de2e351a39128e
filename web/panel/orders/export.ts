/** `/panel/orders.csv`: the list as a file, one record for each line of an order, with the list's own filters. */
import type { Handler } from 'hono';
import type { FoundOrder } from '../../../store/store.ts';
import { decimalOf } from '../../../workflows/contract/money.ts';
import { words as stateWords } from '../../order-words/states.ts';
import { words as waitWords } from '../../order-words/waits.ts';
import type { Locale } from '../../site/locale.ts';
import type { PanelHttpDeps } from '../../site/ports.ts';
import type { PanelEnv } from '../context.ts';
import { BYTE_ORDER_MARK, csvRecord } from './csv.ts';
import { readFilters, searchOf } from './filters.ts';

const en = {
  file: 'orders',
  columns: [
    'Order number',
    'Placed',
    'State',
    'Waiting on',
    'Until',
    'Customer',
    'Customer id',
    'Purchase order number',
    'Product',
    'Seats',
    'Price per seat and month',
    'Amount per month',
    'Currency',
    'Subscription',
    'Administrator',
    'Last change',
    'Set up',
  ],
  modes: { provided: 'Provided with the order', email: 'Asked for by e-mail' },
  setUp: { yes: 'yes', no: 'no' },
};

type Words = typeof en;

const de: Words = {
  file: 'bestellungen',
  columns: [
    'Bestellnummer',
    'Aufgegeben',
    'Stand',
    'Wartet auf',
    'Bis',
    'Kunde',
    'Kundenkennung',
    'Bestellreferenz',
    'Produkt',
    'Lizenzen',
    'Preis je Lizenz und Monat',
    'Betrag im Monat',
    'Währung',
    'Abonnement',
    'Administrator',
    'Letzte Änderung',
    'Eingerichtet',
  ],
  modes: { provided: 'Mit der Bestellung angegeben', email: 'Per E-Mail erfragt' },
  setUp: { yes: 'ja', no: 'nein' },
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

export function exportOrders({ panel, timeZone, logger, now = Date.now }: PanelHttpDeps): Handler<PanelEnv> {
  return async function exportOrders(c) {
    const locale = c.get('locale');
    const filters = readFilters((name) => c.req.query(name));
    const found = panel.orderSearch.findAll(c.get('user').resellerId, searchOf(filters, timeZone));
    const body = streamOf(textOf(locale, found), (error) =>
      logger.error({ err: error, requestId: c.get('requestId') }, 'the export broke off'),
    );
    const file = `${words[locale].file}-${new Date(now()).toISOString().slice(0, 10)}.csv`;
    return c.body(body, 200, {
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Content-Disposition': `attachment; filename="${file}"`,
    });
  };
}

/** One piece whenever the browser has taken the last: however long the list, little of it is in memory. */
function streamOf(
  pieces: AsyncGenerator<string, void>,
  onTrouble: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        onTrouble(error);
        // Cuts the connection, so that half a file does not look like a whole one.
        controller.error(error);
      }
    },
    async cancel() {
      await pieces.return();
    },
  });
}

const PIECE = 100;

/** The file in pieces. Numbers and instants are written as programs read them, whatever the language. */
async function* textOf(locale: Locale, orders: AsyncIterable<FoundOrder>): AsyncGenerator<string, void> {
  let piece = BYTE_ORDER_MARK + csvRecord(words[locale].columns);
  let held = 0;
  for await (const order of orders) {
    piece += recordsOf(locale, order);
    held += 1;
    if (held < PIECE) continue;
    yield piece;
    piece = '';
    held = 0;
  }
  if (piece !== '') yield piece;
}

function recordsOf(locale: Locale, order: FoundOrder): string {
  const { waitingOn } = order;
  return order.lines
    .map((line) =>
      csvRecord([
        order.orderId,
        order.createdAt,
        stateWords[locale].states[order.state].name,
        waitingOn === undefined ? '' : waitWords[locale].who[waitingOn.who],
        waitingOn?.until ?? '',
        order.customerName,
        order.customerId,
        order.purchaseOrderNumber ?? '',
        line.productName,
        line.quantity,
        decimalOf(line.price),
        decimalOf({ minor: line.price.minor * line.quantity, currency: line.price.currency }),
        line.price.currency,
        line.subscriptionId ?? '',
        words[locale].modes[order.administratorMode],
        order.updatedAt,
        setUpIn(locale, line.state),
      ]),
    )
    .join('');
}

/** Of an order that was carried out in part, some lines are and some are not; empty while it is not decided. */
function setUpIn(locale: Locale, state: FoundOrder['lines'][number]['state']): string {
  const { yes, no } = words[locale].setUp;
  if (state === 'active') return yes;
  return state === 'terminated' ? no : '';
}
