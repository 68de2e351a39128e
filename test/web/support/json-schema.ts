/** Values made from a JSON Schema: some that it allows, some that it all but allows. */
import fc, { type Arbitrary } from 'fast-check';

/** As much of JSON Schema as the API's document uses. */
export interface JsonSchema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  pattern?: string;
}

/** Values of the members of these names that mean something in the world under test. */
export type Known = Record<string, readonly string[]>;

/** Mostly allowed by the schema, without a promise: whoever asks has a validator that knows. */
export function valuesOf(
  schema: JsonSchema,
  at: { schemas: Record<string, JsonSchema>; known: Known },
): Arbitrary<unknown> {
  const deeper = (inner: JsonSchema) => valuesOf(inner, at);
  if (schema.$ref !== undefined) return deeper(at.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  if (schema.oneOf !== undefined) return fc.oneof(...schema.oneOf.map(deeper));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object': {
      const { properties = {}, required = [] } = schema;
      const members = Object.entries(properties).map(([name, inner]): [string, Arbitrary<unknown>] => {
        const meaningful = at.known[name]?.map((value) => fc.constant<unknown>(value)) ?? [];
        return [name, meaningful.length > 0 ? fc.oneof(...meaningful, ...meaningful, deeper(inner)) : deeper(inner)];
      });
      return fc.record(Object.fromEntries(members), { requiredKeys: required, noNullPrototype: true });
    }
    case 'array': {
      const { minItems = 0, maxItems = 100 } = schema;
      const sizes = [
        { minLength: minItems, maxLength: Math.min(maxItems, minItems + 2) },
        { minLength: maxItems, maxLength: maxItems },
      ];
      const [usual, most] = sizes.map((size) => fc.array(deeper(schema.items ?? {}), size)) as [
        Arbitrary<unknown>,
        Arbitrary<unknown>,
      ];
      return fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: most });
    }
    case 'integer': {
      const { minimum: min = 0, maximum: max = 1_000_000 } = schema;
      return fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max }));
    }
    case 'string':
      return textOf(schema);
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
}

/** What the generator cannot look ahead for, the validator finds. */
const LOOKAHEAD = /\(\?=[^)]*\)/g;

function textOf({ pattern, maxLength = 500 }: JsonSchema): Arbitrary<string> {
  if (pattern === undefined) return fc.string({ maxLength });
  const matching = fc.stringMatching(new RegExp(pattern.replaceAll(LOOKAHEAD, ''), 'u'));
  return matching.map((text) => text.slice(0, maxLength).replace(/\p{Surrogate}/gu, ''));
}

/** What people, programs and attackers send in place of something. */
const OTHERS: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  '',
  ' ',
  '\ufeff',
  '\u0000',
  'a\nb',
  '\u2028',
  '=1+1',
  'P0D',
  'P',
  'PT',
  'ZZ',
  '1',
  'x'.repeat(600),
  [],
  {},
  [[]],
  { mode: 'provided' },
  "'; drop table orders; --",
  '../../etc/passwd',
  '%00',
];

/** The value with one thing in it replaced, left out or added, somewhere: usually no longer allowed. */
export function spoilt(value: unknown): Arbitrary<unknown> {
  const replaced = fc.constantFrom(...OTHERS);
  if (typeof value !== 'object' || value === null) return replaced;
  const entries = Object.entries(value);
  const rebuilt = (changed: [string, unknown][]): unknown =>
    Array.isArray(value) ? changed.map(([, inner]) => inner) : ownMembers(changed);
  const name = fc.constantFrom('unknown', '__proto__', 'constructor', 'id', '');
  const added = fc
    .tuple(name, replaced)
    .map(([key, inner]) => rebuilt([...entries.filter(([one]) => one !== key), [key, inner]]));
  if (entries.length === 0) return fc.oneof(replaced, added);
  const place = fc.nat({ max: entries.length - 1 });
  const without = place.map((index) => rebuilt(entries.toSpliced(index, 1)));
  const within = place.chain((index) => {
    const [key, inner] = entries[index] as [string, unknown];
    return spoilt(inner).map((other) => rebuilt(entries.with(index, [key, other])));
  });
  return fc.oneof(
    { weight: 1, arbitrary: replaced },
    { weight: 2, arbitrary: added },
    { weight: 2, arbitrary: without },
    { weight: 6, arbitrary: within },
  );
}

/** `__proto__` is a member like any other in JSON. */
function ownMembers(entries: [string, unknown][]): object {
  const made = {};
  for (const [name, value] of entries) {
    Object.defineProperty(made, name, { value, enumerable: true, writable: true, configurable: true });
  }
  return made;
}
