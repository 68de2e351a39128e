/** What was ordered, and what of it was not set up. */
import type { StoredOrder } from '../../../store/store.ts';
import type { FailedLine } from '../../../workflows/contract/causes.ts';
import { failedLineIn } from '../../order-words/failed-lines.ts';
import type { Locale } from '../../site/locale.ts';
import { moneyIn, numberIn } from '../../ui/formats.ts';
import { words } from './order-words.ts';

type Line = StoredOrder['lines'][number];

export function Ordered({ locale, order }: { locale: Locale; order: StoredOrder }) {
  const text = words[locale];
  const failed = failedLinesOf(order);
  const withIds = order.lines.some((line) => line.subscriptionId !== undefined);
  const charged = order.lines.filter(({ lineId }) => !failed.has(lineId)).map(amountOf);
  return (
    <section class="card" aria-labelledby="ordered-heading">
      <h2 id="ordered-heading">{text.ordered}</h2>
      <table class="list stacks">
        <thead>
          <tr>
            <th scope="col">{text.product}</th>
            <th scope="col" class="number">
              {text.seats}
            </th>
            <th scope="col" class="number">
              {text.price} <span class="unit">{text.perSeat}</span>
            </th>
            <th scope="col" class="number">
              {text.amount} <span class="unit">{text.perMonth}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <tr>
              <th scope="row">
                {line.productName}{' '}
                {failed.has(line.lineId) ? (
                  <span class="badge warn">{text.notSetUp.badge}</span>
                ) : withIds ? (
                  <span class="quiet">
                    <br />
                    {text.subscription}: <span class="reference">{line.subscriptionId ?? '–'}</span>
                  </span>
                ) : null}
              </th>
              <td class="number" data-label={text.seats}>
                {numberIn(locale, line.quantity)}
              </td>
              <td class="number" data-label={`${text.price} ${text.perSeat}`}>
                {moneyIn(locale, line.price)}
              </td>
              <td class="number" data-label={`${text.amount} ${text.perMonth}`}>
                {moneyIn(locale, amountOf(line))}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <Sum label={text.total} per={text.perMonth} amount={moneyIn(locale, order.total)} />
          {failed.size === 0 ? null : (
            <Sum
              label={text.notSetUp.charged}
              per={text.perMonth}
              amount={moneyIn(locale, { ...order.total, minor: charged.reduce((sum, { minor }) => sum + minor, 0) })}
            />
          )}
        </tfoot>
      </table>
    </section>
  );
}

function Sum({ label, per, amount }: Record<'label' | 'per' | 'amount', string>) {
  return (
    <tr>
      <th scope="row" colspan={3}>
        {label} <span class="unit">{per}</span>
      </th>
      <td class="number" data-label={`${label} ${per}`}>
        <strong>{amount}</strong>
      </td>
    </tr>
  );
}

/** Of an order that was carried out in part: which products are missing, and why. */
export function NotSetUp({ locale, order }: { locale: Locale; order: StoredOrder }) {
  const text = words[locale];
  const failed = failedLinesOf(order);
  const missing = order.lines.flatMap((line) => {
    const why = failed.get(line.lineId);
    return why === undefined ? [] : [{ line, why }];
  });
  if (missing.length === 0) return null;
  return (
    <>
      <p>{text.notSetUp.lead}</p>
      <ul>
        {missing.map(({ line, why }) => (
          <li>
            <strong>
              {line.productName}, {text.notSetUp.seats(line.quantity)}
            </strong>
            : {failedLineIn(locale, why)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** By line; none, unless the order was carried out in part. */
function failedLinesOf({ timeline = [] }: StoredOrder): Map<string, FailedLine> {
  const failed = timeline.flatMap(({ event }) => (event.kind === 'orderCompletedInPart' ? event.failed : []));
  return new Map(failed.map((line) => [line.lineId, line]));
}

function amountOf({ price, quantity }: Line) {
  return { minor: price.minor * quantity, currency: price.currency };
}
