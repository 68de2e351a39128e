/** Lines with a number of seats each, as the cart and the first step of an order show them. */
import type { Line, Product } from '../../../store/store.ts';
import type { Locale } from '../../site/locale.ts';
import { ErrorText, Field, type FormError } from '../../ui/form.tsx';
import { moneyIn } from '../../ui/formats.ts';
import type { DraftLine } from './draft.ts';
import { readQuantity, soldIn } from './quantity.ts';

interface Words {
  quantity: string;
  of: (name: string) => string;
  perSeat: string;
  perMonth: string;
  remove: string;
  withdrawn: (name: string) => string;
  total: string;
}

const words: Record<Locale, Words> = {
  en: {
    quantity: 'Licence quantity',
    of: (name) => ` of ${name}`,
    perSeat: 'per seat and month',
    perMonth: 'per month',
    remove: 'Remove',
    withdrawn: (name) => `${name} is no longer sold. Remove it`,
    total: 'Total per month',
  },
  de: {
    quantity: 'Anzahl Lizenzen',
    of: (name) => ` von ${name}`,
    perSeat: 'je Lizenz und Monat',
    perMonth: 'im Monat',
    remove: 'Entfernen',
    withdrawn: (name) => `${name} wird nicht mehr verkauft. Entfernen Sie es`,
    total: 'Summe im Monat',
  },
};

/** What was typed for a line; absent: show the quantity that is stored. */
type Typed = (productId: string) => string | undefined;

export interface ReadLines {
  /** Every line whose number is one that is sold. */
  lines: Line[];
  errors: FormError[];
}

const fieldOf = (productId: string) => `quantity-${productId}`;

/** The field of a line in a form that {@link Lines} drew. */
export function typedIn(text: (name: string) => string): (productId: string) => string {
  return (productId) => text(fieldOf(productId));
}

/** A form with lines as the query of the address that shows it again, with what is wrong with it. */
export function asQuery(productIds: readonly string[], typed: (productId: string) => string): URLSearchParams {
  const fields = productIds.map((productId): [string, string] => [fieldOf(productId), typed(productId).slice(0, 20)]);
  return new URLSearchParams([['products', productIds.join(' ')], ...fields]);
}

/** Reads a form with lines against the catalogue as it is now. */
export function readLines(
  locale: Locale,
  lines: readonly DraftLine[],
  typed: (productId: string) => string,
): ReadLines {
  const read: ReadLines = { lines: [], errors: [] };
  for (const { productId, product } of lines) {
    const field = fieldOf(productId);
    if (product === undefined || product.withdrawn) {
      read.errors.push({ field, text: words[locale].withdrawn(product?.name ?? productId) });
      continue;
    }
    const result = readQuantity(locale, product, typed(productId));
    if ('problem' in result) read.errors.push({ field, text: result.problem });
    else read.lines.push({ productId, quantity: result.quantity });
  }
  return read;
}

interface LinesProps {
  locale: Locale;
  lines: readonly DraftLine[];
  errors: readonly FormError[];
  typed?: Typed;
  /** The id of the form that removes a line; a form of its own, so that Enter in a field never removes anything. */
  removeForm: string;
}

export function Lines({ locale, lines, errors, typed = () => undefined, removeForm }: LinesProps) {
  const text = words[locale];
  return (
    <ul class="lines">
      {lines.map(({ productId, product, quantity }) => {
        const field = fieldOf(productId);
        const name = product?.name ?? productId;
        const problem = errors.find((error) => error.field === field)?.text;
        return (
          <li>
            <div class="what">
              <h2 id={`line-${productId}`}>{name}</h2>
              {product === undefined ? null : (
                <p class="quiet">
                  {product.vendorName} · {moneyIn(locale, product.price)} {text.perSeat}
                </p>
              )}
            </div>
            <div class="seats">
              {product === undefined || product.withdrawn ? (
                <div id={field} tabindex={-1}>
                  <ErrorText locale={locale} id={`${field}-error`}>
                    {text.withdrawn(name)}
                  </ErrorText>
                </div>
              ) : (
                <Field
                  locale={locale}
                  name={field}
                  label={
                    <>
                      {text.quantity}
                      <span class="visually-hidden">{text.of(name)}</span>
                    </>
                  }
                  value={typed(productId) ?? String(quantity)}
                  hint={soldIn(locale, product.quantity)}
                  problem={problem}
                  type="number"
                  limits={limitsOf(product.quantity)}
                  short
                  autocomplete="off"
                />
              )}
            </div>
            <div class="amount">
              {product === undefined || product.withdrawn ? null : (
                <p>
                  <strong>{moneyIn(locale, amountOf(product, quantity))}</strong>{' '}
                  <span class="quiet">{text.perMonth}</span>
                </p>
              )}
              <button
                type="submit"
                class="plain"
                form={removeForm}
                name="product"
                value={productId}
                aria-describedby={`line-${productId}`}
              >
                {text.remove}
              </button>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** What lines cost in a month that have one currency; nothing, if none of them is sold. */
export function Total({ locale, lines }: { locale: Locale; lines: readonly DraftLine[] }) {
  const sold = lines.filter((line): line is DraftLine & { product: Product } => line.product?.withdrawn === false);
  const [first] = sold;
  if (first === undefined) return null;
  const minor = sold.reduce((sum, { product, quantity }) => sum + product.price.minor * quantity, 0);
  return (
    <p class="total">
      <span>{words[locale].total}</span>{' '}
      <strong>{moneyIn(locale, { minor, currency: first.product.price.currency })}</strong>
    </p>
  );
}

function amountOf({ price }: Product, quantity: number) {
  return { minor: price.minor * quantity, currency: price.currency };
}

function limitsOf({ minimum, maximum, step }: Product['quantity']) {
  return { min: minimum, max: maximum, step };
}
