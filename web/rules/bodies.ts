/**
 * The API's requests as zod schemas: they validate, and OpenAPI is generated from them. Every object is strict: an
 * unknown field is an error, since a misspelt optional field would otherwise be lost in silence.
 */
import { z } from '@hono/zod-openapi';
import { DETAILS_RULES, EMAIL, type FieldRule } from '../../workflows/contract/details.ts';
import { parseDuration } from '../../workflows/contract/durations.ts';
import { ID } from '../../workflows/contract/ids.ts';
import { RESUME_ACTIONS } from '../../workflows/contract/messages.ts';
import {
  DEFAULT_INFORMATION_REQUEST,
  LINE_FAILURE_POLICIES,
  MOST_LINES,
  MOST_SEATS,
} from '../../workflows/contract/order.ts';
import { FINDING_KINDS } from '../../workflows/contract/reconciliation.ts';
import { ORDER_STATES } from '../../workflows/contract/states.ts';

const Id = z.string().regex(ID, { error: 'Enter an id as the API gave it' });

function field(rule: FieldRule) {
  const error = rule.message;
  const text = z.string({ error }).max(rule.longest, { error, abort: true }).regex(rule.pattern, { error });
  return text.openapi({ pattern: patternOf(rule.pattern) });
}

/**
 * A pattern as JSON Schema has it: without a literal's flags, and for text without what not every engine knows: looking
 * ahead, white space of the same kinds, and half surrogates, of which no valid JSON text is made.
 */
function patternOf({ source }: RegExp): string {
  const [, never] = /^\^\(\?=\.\*\\S\)\[\^(.+)\\ud800-\\udfff\]\+\$$/.exec(source) ?? [];
  return never === undefined ? source : `^[^${never}]*[^\\s\\ufeff${never}][^${never}]*$`;
}

/** A line of text that is shown to people and written into mails: no control characters. */
function line(longest: number, what: string) {
  return field({ ...DETAILS_RULES.firstName, longest, message: `Enter ${what} of at most ${longest} characters` });
}

export const AdministratorDetailsSchema = z
  .strictObject({
    firstName: field(DETAILS_RULES.firstName).openapi({ example: 'Ada' }),
    lastName: field(DETAILS_RULES.lastName).openapi({ example: 'Lovelace' }),
    email: field(DETAILS_RULES.email).openapi({ example: 'ada@example.com' }),
    phone: field(DETAILS_RULES.phone).optional().openapi({ description: 'E.164', example: '+4930123456' }),
    companyName: field(DETAILS_RULES.companyName).optional().openapi({ example: 'Analytical Engines Ltd' }),
    country: z
      .string({ error: DETAILS_RULES.country.message })
      .regex(DETAILS_RULES.country.pattern, { error: DETAILS_RULES.country.message })
      .optional()
      .openapi({ description: 'ISO 3166-1 alpha-2', example: 'GB' }),
    language: field(DETAILS_RULES.language).optional().openapi({ description: 'BCP 47', example: 'en-GB' }),
  })
  .openapi('AdministratorDetails');

const WrappedDetails = z.strictObject({ mode: z.literal('provided').optional(), details: AdministratorDetailsSchema });

/**
 * The details themselves, or wrapped as in an order's `administrator`. Which of the two is decided before either
 * schema is asked, so that errors are those of the form that was meant; a plain union would report both.
 */
export const AdministratorBody = z
  .unknown()
  .transform((value, context) => {
    const wrapped = typeof value === 'object' && value !== null && 'details' in value;
    const result = wrapped ? WrappedDetails.safeParse(value) : AdministratorDetailsSchema.safeParse(value);
    if (result.success) return 'details' in result.data ? result.data.details : result.data;
    for (const issue of result.error.issues) context.addIssue({ ...issue });
    return z.NEVER;
  })
  .openapi('AdministratorBody', {
    oneOf: [
      { $ref: '#/components/schemas/AdministratorDetails' },
      {
        type: 'object',
        required: ['details'],
        additionalProperties: false,
        properties: {
          mode: { type: 'string', enum: ['provided'] },
          details: { $ref: '#/components/schemas/AdministratorDetails' },
        },
      },
    ],
  });

/** Reminders that were not given are the usual ones, as far as they fall before the deadline. */
function withDefaults(given: { deadline?: string | undefined; reminders?: string[] | undefined }) {
  const deadline = given.deadline ?? DEFAULT_INFORMATION_REQUEST.deadline;
  const end = parseDuration(deadline) ?? 0;
  const reminders = DEFAULT_INFORMATION_REQUEST.reminders.filter((time) => (parseDuration(time) ?? end) < end);
  return { deadline, reminders: given.reminders ?? reminders };
}

/** A duration as the contract reads it, and not of nothing. */
const DURATION = /^P(?=.*[1-9])(?=\d|T)(?:\d{1,4}W)?(?:\d{1,5}D)?(?:T(?=\d)(?:\d{1,6}H)?(?:\d{1,7}M)?(?:\d{1,9}S)?)?$/;

function duration(example: string) {
  const error = `Enter an ISO 8601 duration of fixed length and longer than zero, such as ${example}`;
  return z.string({ error }).max(40, { error, abort: true }).regex(DURATION, { error });
}

const InformationRequestTermsSchema = z
  .strictObject({
    deadline: duration('P14D').optional().openapi({ example: 'P14D' }),
    reminders: z
      .array(duration('P2D'))
      .max(10, { error: 'Enter at most 10 reminders' })
      .optional()
      .openapi({ example: ['P2D', 'P5D', 'P9D'] }),
  })
  .transform(withDefaults)
  .openapi('InformationRequestTerms', {
    description:
      'ISO 8601 durations of fixed length, counted from the first mail: a deadline of at most P366D, and reminders before it; others are refused with `deadline-not-allowed`. Without it: 14 days, with reminders after 2, 5 and 9.',
  });

export const OrderBody = z
  .strictObject({
    customerId: Id,
    lines: z
      .array(
        z.strictObject({
          productId: Id.openapi({ example: 'veritas-o365-backup' }),
          quantity: z
            .int({ error: 'Enter a whole number of seats' })
            .min(1, { error: 'Enter at least 1 seat' })
            .max(MOST_SEATS, { error: `Enter at most ${MOST_SEATS} seats` })
            .openapi({ example: 25 }),
        }),
      )
      .min(1, { error: 'Enter at least one line' })
      .max(MOST_LINES, { error: `Enter at most ${MOST_LINES} lines` }),
    administrator: z.discriminatedUnion(
      'mode',
      [
        z.strictObject({ mode: z.literal('provided'), details: AdministratorDetailsSchema }),
        z.strictObject({ mode: z.literal('email') }),
      ],
      { error: 'Enter an administrator with the mode "provided" and details, or with the mode "email"' },
    ),
    termsVersion: line(50, 'the version of the terms that were agreed to'),
    purchaseOrderNumber: line(50, 'a purchase order number').optional(),
    informationRequest: InformationRequestTermsSchema.optional(),
    lineFailure: z
      .enum(LINE_FAILURE_POLICIES, { error: `Enter one of ${LINE_FAILURE_POLICIES.join(', ')}` })
      .optional()
      .openapi({
        description:
          'If the vendor refuses one of several lines for good: `keepOthers` (without it) sets up the others, and the ' +
          'order ends `partial`; with `undoAll` everything is undone, and it ends `failed`.',
      }),
  })
  .openapi('NewOrder');

const ContactSchema = z.strictObject({
  name: line(200, 'a name'),
  email: field({ required: true, longest: 254, pattern: EMAIL, message: DETAILS_RULES.email.message }),
  language: field(DETAILS_RULES.language).optional().openapi({
    description: 'BCP 47: the language to write in. Mails are in English where this is missing, or none of ours.',
    example: 'de-AT',
  }),
});

export const ContactBody = ContactSchema.openapi('Contact');

export const InformationRequestBody = z
  .strictObject({
    to: z
      .strictObject({ ...ContactSchema.shape, name: ContactSchema.shape.name.optional() })
      .optional()
      .openapi({
        description:
          'Another recipient; without it, whoever was named last, else the customer’s current admin contact.',
      }),
  })
  .openapi('SendAgain');

export const CancellationBody = z.strictObject({ reason: line(500, 'a reason').optional() }).openapi('Cancellation');

const Decision = {
  lineId: line(200, 'a line’s id').optional().openapi({ description: 'Which line, where several are held' }),
  reason: line(500, 'why you decide so'),
};

const SubscriptionId = line(200, 'the vendor’s id of the subscription');

/** An operator's decision about a held order; adopting and removing name what they speak of. */
export const ResolutionBody = z
  .discriminatedUnion(
    'action',
    [
      z.strictObject({ action: z.enum(['retry', 'giveUp']), ...Decision }),
      z.strictObject({ action: z.enum(['adopt', 'remove']), subscriptionId: SubscriptionId, ...Decision }),
    ],
    { error: `Enter an action: one of ${RESUME_ACTIONS.join(', ')}` },
  )
  .openapi('Resolution');

export const CustomerBody = z
  .strictObject({
    name: line(200, 'the company’s name'),
    address: z.strictObject({
      street: line(200, 'a street'),
      city: line(100, 'a city'),
      postalCode: line(20, 'a postal code'),
      country: AdministratorDetailsSchema.shape.country.unwrap(),
    }),
    contacts: z.strictObject({
      admin: ContactBody,
      billing: ContactBody.optional(),
      technical: ContactBody.optional(),
    }),
  })
  .openapi('NewCustomer');

/** No more than the digits: what JavaScript takes for a number besides is none in JSON Schema. */
const limit = z
  .string({ error: 'Enter a number from 1 to 100' })
  .regex(/^(?:[1-9]\d?|100)$/, { error: 'Enter a number from 1 to 100' })
  .transform(Number)
  .default(25)
  .openapi({ type: 'integer', minimum: 1, maximum: 100, default: 25 });
const cursor = z.string({ error: 'Enter one cursor' }).max(500).optional();

export const PageQuery = z.strictObject({ cursor, limit });

export const OrderQuery = z.strictObject({
  state: z.enum(ORDER_STATES, { error: `Enter one of ${ORDER_STATES.join(', ')}` }).optional(),
  customerId: Id.optional(),
  cursor,
  limit,
});

const WAIT = 'Enter a number of seconds from 1 to 60';

export const OrderWaitQuery = z.strictObject({
  wait: z
    .string({ error: WAIT })
    .regex(/^(?:[1-9]|[1-5]\d|60)$/, { error: WAIT })
    .transform(Number)
    .optional()
    .openapi({
      type: 'integer',
      minimum: 1,
      maximum: 60,
      description: 'Seconds to wait for a change; only with `If-None-Match`',
    }),
});

export const ConditionHeaders = z.object({
  'If-None-Match': z.string().optional().openapi({
    description: 'The `ETag` of the order as it was seen last, or several (RFC 9110 §13.1.2)',
    example: 'W/"Yq3pWq2mTj0k1nVvXw4Z9g"',
  }),
});

export const FindingQuery = z.strictObject({
  kind: z.enum(FINDING_KINDS, { error: `Enter one of ${FINDING_KINDS.join(', ')}` }).optional(),
  cursor,
  limit,
});

export const CatalogueQuery = z.strictObject({
  q: z
    .string({ error: 'Enter one search text' })
    .max(200, { error: 'Enter at most 200 characters' })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the database cannot even store a NUL
    .regex(/^[^\u0000-\u001f]*$/, { error: 'Enter text without control characters' })
    .default(''),
});

/** draft-ietf-httpapi-idempotency-key-header, but for its quotes: visible ASCII, so that it can be logged and stored. */
export const IdempotencyHeaders = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .openapi({
      description: '1 to 255 visible ASCII characters, the same for every retry of one order',
      example: '0b6f9a52-6f5e-4c0e-9a43-3c1d1a7f3f0e',
    }),
});

export const OptionalIdempotencyHeaders = IdempotencyHeaders.partial();
