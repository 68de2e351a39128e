/** Lines with a number of seats each, as the cart and the first step of an order show them. */
import type { Line, Product } from '../../../store/store.ts';
import type { Locale } from '../../site/locale.ts';
import { ErrorText, Field, type FormError, inputOf, type Texts } from '../../ui/form.tsx';
import { moneyIn } from '../../ui/formats.ts';
import type { DraftLine } from './checkout.ts';
import { readQuantity, soldIn } from './quantity.ts';

const en = {
  quantity: 'Licence quantity',
  of: (name: string) => ` of ${name}`,
  perSeat: 'per seat and month',
  perMonth: 'per month',
  remove: 'Remove',
  withdrawn: (name: string) => `${name} is no longer sold. Remove it`,
  total: 'Total per month',
};
type Words = typeof en;

const de: Words = {
  quantity: 'Anzahl Lizenzen',
  of: (name) => ` von ${name}`,
  perSeat: 'je Lizenz und Monat',
  perMonth: 'im Monat',
  remove: 'Entfernen',
  withdrawn: (name) => `${name} wird nicht mehr verkauft. Entfernen Sie es`,
  total: 'Summe im Monat',
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

/** What was typed for each line, by the name of its field. */
export type LinesInput = Record<string, string>;

export interface ReadLines {
  /** Every line whose number is one that is sold. */
  lines: Line[];
  errors: FormError[];
}

const fieldOf = (productId: string) => `quantity-${productId}`;

/** No quantity is longer; what is typed can go into an address. */
const LONGEST_QUANTITY = 20;

/** The input of a form that {@link Lines} drew. */
export function inputOfLines(lines: readonly DraftLine[], texts: Texts): LinesInput {
  const fields = lines.map(({ productId }) => fieldOf(productId));
  return inputOf(fields, (field) => texts(field).slice(0, LONGEST_QUANTITY));
}

/** What a form would have that nobody has changed. */
export function storedInput(lines: readonly DraftLine[]): LinesInput {
  return Object.fromEntries(lines.map(({ productId, quantity }) => [fieldOf(productId), String(quantity)]));
}

/** Reads a form with lines against the catalogue as it is now. */
export function readLines(locale: Locale, lines: readonly DraftLine[], input: LinesInput): ReadLines {
  const read: ReadLines = { lines: [], errors: [] };
  for (const { productId, product } of lines) {
    const field = fieldOf(productId);
    if (product === undefined || product.withdrawn) {
      read.errors.push({ field, text: words[locale].withdrawn(product?.name ?? productId) });
      continue;
    }
    const result = readQuantity(locale, product, input[field] ?? '');
    if ('problem' in result) read.errors.push({ field, text: result.problem });
    else read.lines.push({ productId, quantity: result.quantity });
  }
  return read;
}

interface LinesProps {
  locale: Locale;
  lines: readonly DraftLine[];
  errors: readonly FormError[];
  /** Absent for a line: its stored quantity is shown. */
  input?: LinesInput | undefined;
  /** The id of the form that removes a line; a form of its own, so that Enter in a field never removes anything. */
  removeForm: string;
}

export function Lines({ locale, lines, errors, input, removeForm }: LinesProps) {
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
                  value={input?.[field] ?? String(quantity)}
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
