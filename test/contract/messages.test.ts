import fc from 'fast-check';
import {
  type AdministratorAnswer,
  readAnswer,
  readCancel,
  readExtend,
  readResend,
  readResume,
} from '../../workflows/contract/messages.ts';

const DETAILS = { firstName: 'Grace', lastName: 'Hopper', email: 'grace@customer.example' };

test('no message, however malformed, makes a guard throw', () => {
  fc.assert(
    fc.property(fc.anything(), (message) => {
      for (const read of [readAnswer, readCancel, readExtend, readResend, readResume]) read(message);
    }),
  );
});

test('what a guard lets through can be read again unchanged: it is complete and carries nothing else', () => {
  const answer = fc.record(
    {
      details: fc.record({ ...constants(DETAILS), extra: fc.string() }),
      by: fc.constantFrom('customer', 'reseller'),
      revision: fc.nat(),
    },
    { requiredKeys: ['details'] },
  );
  fc.assert(
    fc.property(answer, (message) => {
      const read = readAnswer(message);
      if (message.revision === 0) expect(read).toBeUndefined();
      else expect(readAnswer(read)).toEqual(read);
      if (read) expect(Object.keys(read.details)).toEqual(['firstName', 'lastName', 'email']);
    }),
  );
});

test('details without a wrapper come from an operator', () => {
  expect(readAnswer(DETAILS)).toEqual<AdministratorAnswer>({ details: DETAILS, by: 'operator' });
});

test.each([
  ['an unknown sender', { details: DETAILS, by: 'nobody' }],
  ['a revision that is no number', { details: DETAILS, by: 'customer', revision: '1' }],
  ['details that are a list', { details: [DETAILS], by: 'customer' }],
])('%s is refused', (_what, message) => {
  expect(readAnswer(message)).toBeUndefined();
});

test('an extension is a duration longer than nothing and no longer than a year', () => {
  for (const extension of ['PT0S', 'P400D', 'P1M', '', 7]) expect(readExtend({ extension })).toBeUndefined();
  expect(readExtend({ extension: 'P7D', by: 'reseller' })).toEqual({ extension: 'P7D', by: 'reseller' });
});

function constants<T extends object>(values: T) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fc.constant(value)])) as {
    [K in keyof T]: fc.Arbitrary<T[K]>;
  };
}
