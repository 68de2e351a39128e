import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { digestOf } from '../../client/digest.ts';
import { detailsOf, readForm } from '../../web/administrator/fields.ts';
import { AdministratorDetailsSchema } from '../../web/rules/bodies.ts';
import { countries, DETAILS_RULES, isAdministratorDetails } from '../../workflows/contract/details.ts';

const GOOD: Record<string, string[]> = {
  firstName: ['Ada', 'Þórr', '李', 'x'.repeat(100)],
  lastName: ['Lovelace', "O'Neil", 'x'.repeat(100)],
  email: ['ada@example.com', `${'a'.repeat(64)}@example.com`],
  phone: ['+4930123456'],
  companyName: ['Engines'],
  country: countries(),
  language: ['en', 'de-AT'],
};

/** Objects of known fields only: values near the rules' borders, of wrong types, and any text at all. */
const candidate = fc.record(
  Object.fromEntries(
    Object.keys(DETAILS_RULES).map((field) => [
      field,
      fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(...(GOOD[field] as [string, ...string[]])) },
        {
          weight: 1,
          arbitrary: fc.constantFrom<unknown>(
            '',
            ' ',
            'x'.repeat(101),
            'a\nb',
            '\u2028',
            null,
            7,
            undefined,
            [],
            'de',
            '+0',
          ),
        },
        { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
      ),
    ]),
  ),
  { requiredKeys: ['firstName', 'lastName', 'email'] },
);

test('the edge accepts exactly the details that the workflow accepts', () => {
  const accepted = { yes: 0, no: 0 };
  fc.assert(
    fc.property(candidate, (value) => {
      const byWorkflow = isAdministratorDetails(value);
      accepted[byWorkflow ? 'yes' : 'no'] += 1;
      expect(AdministratorDetailsSchema.safeParse(value).success).toBe(byWorkflow);
    }),
    { numRuns: 2_000 },
  );
  expect(Math.min(accepted.yes, accepted.no)).toBeGreaterThan(100);
});

test('details that were valid stay themselves in the form', () => {
  fc.assert(
    fc.property(candidate.filter(isAdministratorDetails), (details) => {
      const given = Object.fromEntries(
        Object.entries(details)
          .filter(([, value]) => value !== undefined)
          .map(([field, value]) => [field, (value as string).normalize('NFC').trim()]),
      );
      expect(detailsOf(readForm({ ...details }))).toEqual(given);
    }),
  );
});

test('equal bodies have equal digests, and others have not', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (one, other) => {
      const reversed = (value: unknown): unknown =>
        typeof value !== 'object' || value === null
          ? value
          : Array.isArray(value)
            ? value.map(reversed)
            : Object.fromEntries(
                Object.entries(value)
                  .reverse()
                  .map(([name, part]) => [name, reversed(part)]),
              );
      expect(digestOf(reversed(one))).toBe(digestOf(one));
      const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
      expect(digestOf(one) === digestOf(other)).toBe(isDeepStrictEqual(plain(one), plain(other)));
    }),
  );
});
