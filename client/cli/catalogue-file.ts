/**
 * The catalogue as a file that operators edit: JSON, with prices as decimal numbers in quotes, as the API shows them.
 * Every problem is found at once, with its place.
 */
import { z } from 'zod';
import type { Product } from '../../store/store.ts';
import { DETAILS_RULES } from '../../workflows/contract/details.ts';
import { isId } from '../../workflows/contract/ids.ts';
import { minorUnitsOf, moneyOf } from '../../workflows/contract/money.ts';
import { MOST_SEATS } from '../../workflows/contract/order.ts';

/** Thrown when a catalogue file is wrong; `problems` are all there are, each with its place in the file. */
export class BadCatalogue extends Error {
  override readonly name = 'BadCatalogue';
  readonly problems: readonly string[];
  constructor(name: string, problems: readonly string[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super(`${name} has ${count}, so nothing was changed:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** A line of text that people read and mails carry, so without control characters. */
function line(longest: number, what: string) {
  const error = `Enter ${what} of at most ${longest} characters`;
  return z.string({ error }).max(longest, { error, abort: true }).regex(DETAILS_RULES.firstName.pattern, { error });
}

function seats(what: string) {
  const error = `Enter ${what} as a whole number from 1 to ${MOST_SEATS}`;
  return z.int({ error }).min(1, { error }).max(MOST_SEATS, { error });
}

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
const AMOUNT = 'Enter an amount in quotes, such as "3.50"';

const Price = z
  .strictObject(
    {
      amount: z.string({ error: AMOUNT }).regex(/^\d{1,9}(?:\.\d{1,4})?$/, { error: AMOUNT }),
      currency: z.string().refine((code) => CURRENCIES.has(code), { error: 'Enter a currency such as EUR (ISO 4217)' }),
    },
    { error: problemOfObject('{"amount": "3.50", "currency": "EUR"}') },
  )
  .transform(({ amount, currency }, context) => {
    const price = moneyOf(amount, currency);
    if (price !== undefined) return price;
    const message = `Enter an amount with at most ${minorUnitsOf(currency)} decimal places, as ${currency} has`;
    context.addIssue({ code: 'custom', path: ['amount'], message });
    return z.NEVER;
  });

const Quantity = z
  .strictObject(
    { minimum: seats('a minimum'), maximum: seats('a maximum'), step: seats('a step').default(1) },
    { error: problemOfObject('{"minimum": 1, "maximum": 5000, "step": 1}') },
  )
  .refine(({ minimum, maximum }) => minimum <= maximum, {
    path: ['maximum'],
    error: 'Enter a maximum that is not below the minimum',
  });

const id = z.string().refine(isId, { error: 'Enter an id of letters, digits, dots, dashes and underscores' });

const Entry = z
  .strictObject(
    {
      productId: id,
      name: line(200, 'a name'),
      vendor: line(100, 'a vendor’s name'),
      description: line(1000, 'a description'),
      price: Price,
      quantity: Quantity,
      termsVersion: line(50, 'the version of the terms'),
      withdrawn: z.boolean({ error: 'Enter true or false' }).default(false),
      source: z.strictObject(
        { vendor: id, vendorProductId: line(200, 'the vendor’s own id'), region: line(100, 'the vendor’s region') },
        { error: problemOfObject('{"vendor": "keepit", "vendorProductId": "…", "region": "…"}') },
      ),
    },
    { error: problemOfObject('a product') },
  )
  .transform(({ vendor, ...product }): Product => ({ ...product, vendorName: vendor }));

const Catalogue = z.strictObject(
  {
    products: z
      .array(Entry, { error: 'Enter a list of products' })
      // Everything that a file does not name is withdrawn: without this, an empty one would withdraw all.
      .min(1, { error: 'Enter at least one product' }),
  },
  { error: problemOfObject('{"products": […]}') },
);

/**
 * Reads a catalogue file.
 * @param name how the file is called, for the message.
 * @throws BadCatalogue
 */
export function readCatalogue(text: string, name: string): Product[] {
  const json = parsed(text.replace(/^\ufeff/, ''), name);
  const result = Catalogue.safeParse(json);
  const problems = [...(result.error?.issues.flatMap(problemsOf) ?? []), ...repeatedIds(json)];
  if (!result.success || problems.length > 0) throw new BadCatalogue(name, problems);
  return result.data.products;
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = (error as Error).message.replace(/ \(line \d+ column \d+\)$/, '');
    const position = Number(/at position (\d+)$/.exec(message)?.[1] ?? Number.NaN);
    const before = text.slice(0, position).split('\n');
    const place = Number.isNaN(position) ? '' : `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: `;
    throw new BadCatalogue(name, [`${place}${message}`]);
  }
}

const Ids = z
  .object({
    products: z.array(z.object({ productId: z.string().optional().catch(undefined) }).catch({})).catch([]),
  })
  .catch({ products: [] });

/** Looked for apart from the schema, which asks such questions only about lists that have no other problem. */
function repeatedIds(json: unknown): string[] {
  const ids = Ids.parse(json).products.map(({ productId }) => productId);
  return ids.flatMap((productId, index) => {
    const first = productId === undefined ? index : ids.indexOf(productId);
    return first === index
      ? []
      : [`products[${index}].productId: ${productId} is the id of products[${first}] already`];
  });
}

function problemsOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${placeOf([...issue.path, key])}: There is no such field`);
  }
  return [`${placeOf(issue.path)}: ${issue.message}`];
}

/** `products[3].price.amount` */
function placeOf(path: readonly PropertyKey[]): string {
  const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return place.replace(/^\./, '') || 'the file';
}

/** Only for what is no object at all: unknown fields are told by {@link problemsOf}. */
function problemOfObject(example: string) {
  return (issue: { code: string }) => (issue.code === 'invalid_type' ? `Enter ${example}` : undefined);
}
