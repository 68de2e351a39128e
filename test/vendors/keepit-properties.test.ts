import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { childText, parseXml, writeXml } from '../../activities/vendors/keepit/xml.ts';
import { countries, DETAILS_RULES, isAdministratorDetails } from '../../workflows/contract/details.ts';
import type { AdministratorDetails } from '../../workflows/contract/order.ts';
import { callOf, orderOf } from './contract.ts';
import { KeepitBench, SOURCE } from './keepit-bench.ts';

/** Text that a form accepts; the unpaired surrogates it would accept too are refused by the adapter. */
const textFor = (field: 'firstName' | 'lastName' | 'companyName') =>
  fc
    .oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
      fc.string({
        unit: fc.constantFrom('&', '<', '>', '"', "'", ']', ';', '#', ' ', 'a', 'amp'),
        minLength: 1,
        maxLength: 20,
      }),
    )
    .filter((text) => text.length <= DETAILS_RULES[field].longest && DETAILS_RULES[field].pattern.test(text));

const details: fc.Arbitrary<AdministratorDetails> = fc
  .record(
    {
      firstName: textFor('firstName'),
      lastName: textFor('lastName'),
      email: fc
        .tuple(fc.stringMatching(/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,30}$/), fc.stringMatching(/^[a-z0-9]{1,20}$/))
        .map(([name, host]) => `${name}@${host}.example`),
      phone: fc.stringMatching(/^\+[1-9][0-9]{6,14}$/),
      companyName: textFor('companyName'),
      country: fc.constantFrom(...countries()),
      language: fc.stringMatching(/^[a-z]{2,3}(-[A-Z]{2})?$/),
    },
    { requiredKeys: ['firstName', 'lastName', 'email'] },
  )
  .filter(isAdministratorDetails);

describe('the Keepit adapter, whatever comes,', () => {
  test('takes any valid details to the vendor unchanged', async () => {
    const vendor = await KeepitBench.start();
    try {
      await fc.assert(
        fc.asyncProperty(details, fc.integer({ min: 1, max: 100_000 }), async (administrator, quantity) => {
          const order = { ...orderOf(SOURCE, 'line-1', administrator.email), administrator, quantity };
          await vendor.adapter.create(order, callOf());
          const [held] = await vendor.subscriptions();
          expect(held).toMatchObject({
            login: administrator.email,
            fullname: `${administrator.firstName} ${administrator.lastName}`,
            seats: quantity,
          });
          const { companyname, country, language, phone } = held ?? {};
          expect({ companyname, country, language, phone }).toEqual({
            companyname: administrator.companyName,
            country: administrator.country,
            language: administrator.language,
            phone: administrator.phone,
          });
          await vendor.adapter.remove(order, callOf().signal);
        }),
        { numRuns: 100 },
      );
    } finally {
      await vendor.close();
    }
  });

  test('writes XML that it reads back, and that another reader understands alike', () => {
    const other = new XMLParser({ parseTagValue: false, trimValues: false });
    fc.assert(
      fc.property(fc.oneof(textFor('companyName'), fc.constantFrom(' \n\t', ']]>', '&amp;lt;')), (text) => {
        const xml = writeXml([
          'root',
          [
            ['a', text],
            ['b', [['c', text]]],
            ['d', undefined],
          ],
        ]);
        expect(childText(parseXml(xml), 'a')).toBe(text);
        expect(childText(parseXml(xml), 'd')).toBeUndefined();
        expect(other.parse(xml).root).toMatchObject({ a: text, b: { c: text } });
      }),
    );
  });

  test('keeps line ends as they are, which XML itself would change', () => {
    expect(childText(parseXml(writeXml(['root', [['a', 'b\r\nc\rd']]])), 'a')).toBe('b\r\nc\rd');
    expect(() => writeXml(['root', 'a\u0000'])).toThrow(RangeError);
  });

  test('ends with exactly one account for a key, whatever goes wrong in whatever attempts', async () => {
    const vendor = await KeepitBench.start();
    const adapter = vendor.adapterWith({
      lookAgain: [0, 5],
      timeoutMs: { list: 80, read: 80, login: 80, create: 80, update: 80, remove: 80 },
    });
    const fault = fc.oneof(
      fc.record({
        operation: fc.constantFrom('create', 'create', 'get', 'list', 'login'),
        fault: fc.constantFrom('hang', 'hangAfterCreate', 'dropReply'),
      }),
      fc.record({
        operation: fc.constantFrom('create', 'create', 'get', 'list', 'login'),
        fault: fc.constant('status'),
        status: fc.constantFrom(408, 429, 500, 503),
        performed: fc.boolean(),
      }),
      fc.record({ operation: fc.constant('create'), fault: fc.constant('delay'), delayMs: fc.constantFrom(20, 120) }),
    );
    const rounds = fc.array(
      fc.record({ faults: fc.array(fault, { maxLength: 3 }), attempts: fc.integer({ min: 1, max: 3 }) }),
      { minLength: 1, maxLength: 3 },
    );
    const settings = fc.record({
      createAnswers: fc.constantFrom('empty', 'location', 'body'),
      takenLoginStatus: fc.constantFrom(409, 400, 422),
      listLagMs: fc.constantFrom(0, 0, 30),
    });
    let line = 0;
    try {
      await fc.assert(
        fc.asyncProperty(rounds, settings, async (plan, assumed) => {
          line++;
          const order = orderOf(SOURCE, `line-${line}`, `line${line}@customer.example`);
          const mine = async () => (await vendor.held()).filter(({ key }) => key === order.key);
          await vendor.set(assumed);
          let doubt = false;
          const attempt = async () => {
            const call = callOf({ doubt });
            const outcome = await adapter.create(order, call).catch((error: Error) => error.name);
            return { outcome, creations: call.creations };
          };
          for (const { faults, attempts } of plan) {
            await vendor.arm(...faults);
            const outcomes = await Promise.all(Array.from({ length: attempts }, attempt));
            doubt ||= outcomes.some(({ creations }) => creations > 0);
            expect((await mine()).length).toBeLessThanOrEqual(1);
          }
          await vendor.control('DELETE', 'faults');
          let last = await attempt();
          while (typeof last.outcome === 'string') {
            expect(['VendorUnavailable', 'VendorUncertain']).toContain(last.outcome);
            doubt = true;
            last = await attempt();
          }
          expect(await mine()).toEqual([{ key: order.key, subscriptionId: last.outcome.subscriptionId }]);
        }),
        { numRuns: 40 },
      );
    } finally {
      await vendor.close();
    }
  });
});
