/** What an order waits on, and what has happened to it, as the API answers it: data, and English words beside. */
import { z } from '@hono/zod-openapi';
import type { TimelineEntry } from '../../store/store.ts';
import type { FailedLine, Hold, HoldCause, Leftover, OrderCause, OrderEnd } from '../../workflows/contract/causes.ts';
import type { OrderEvent } from '../../workflows/contract/events.ts';
import type { CreditShortage, VendorRefusal } from '../../workflows/contract/failures.ts';
import { RESUME_ACTIONS } from '../../workflows/contract/messages.ts';
import type { WaitingOn } from '../../workflows/contract/order.ts';
import { words as causeWords, holdIn } from '../order-words/causes.ts';
import { eventIn } from '../order-words/events.ts';
import { waitIn, words } from '../order-words/waits.ts';

export const instant = z.string().openapi({ format: 'date-time' });

/** The keys of a record that the compiler holds to be complete, as zod's enum takes them. */
const keysOf = <K extends string>(record: Record<K, unknown>) => Object.keys(record) as [K, ...K[]];

export const ORDER_CAUSES: [OrderCause, ...OrderCause[]] = keysOf(causeWords.en.causes);
const HOLD_CAUSES: [HoldCause, ...HoldCause[]] = keysOf(causeWords.en.held);

/** Holds a schema to a type in both directions: it lets nothing else through, and nothing of the type is missing. */
const schemaOf =
  <T>() =>
  <S extends z.ZodType<T>>(schema: [T] extends [z.output<S>] ? S : never): z.ZodType<T> =>
    schema;

const lineId = z.string();
const mail = z.enum(['first', 'reminder', 'resend', 'extended', 'correction']);
const revision = z.int().openapi({ description: 'Of the link; a new one revokes those before' });

const LeftoverSchema = schemaOf<Leftover>()(
  z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('credit') }),
      z.object({ kind: z.literal('subscription'), lineId, productId: z.string(), vendor: z.string() }),
      z.object({ kind: z.literal('billing'), lineId }),
    ])
    .openapi('Leftover', { description: 'What an undo has not removed yet' }),
);

const HoldSchema = schemaOf<Hold>()(
  z.union([
    z.object({ cause: z.enum(HOLD_CAUSES).exclude(['leftovers']), lineId }),
    z.object({ cause: z.literal('leftovers'), leftovers: z.array(LeftoverSchema) }),
  ]),
);

const money = z.object({
  minor: z.int().openapi({ description: 'In minor units, such as cents' }),
  currency: z.string().openapi({ description: 'ISO 4217' }),
});

const ShortageSchema = schemaOf<CreditShortage>()(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('insufficient'), needed: money, available: money }),
    z.object({ kind: z.literal('otherCurrency'), orderCurrency: z.string(), creditCurrency: z.string() }),
    z.object({ kind: z.literal('released') }),
  ]),
);

const RefusalSchema = schemaOf<VendorRefusal>()(
  z.object({
    field: z.string().openapi({ description: 'A field of the administrator’s details, or `order`' }),
    code: z.enum(['addressInUse', 'invalid', 'tooLong', 'other']),
    said: z.string().openapi({ description: 'The vendor’s answer in short' }),
  }),
);

const FailedLineSchema = schemaOf<FailedLine>()(
  z
    .discriminatedUnion('cause', [
      z.object({ lineId, cause: z.literal('vendorRefused'), refusal: RefusalSchema }),
      z.object({ lineId, cause: z.literal('givenUp') }),
      z.object({ lineId, cause: z.literal('customerNoResponse') }),
    ])
    .openapi('FailedLine', { description: 'A line that was not set up, of an order whose other lines are kept' }),
);

type Unforeseen = Extract<OrderEnd, { cause: 'unexpected' }>;
type PublicEnd = Exclude<OrderEnd, Unforeseen> | Omit<Unforeseen, 'reported'>;
type EndEvent = Extract<OrderEvent, { kind: 'orderEnded' }>;
type ResolvedEvent = Extract<OrderEvent, { kind: 'holdResolved' }>;
type PublicEvent =
  | Exclude<OrderEvent, EndEvent | ResolvedEvent>
  | (Omit<EndEvent, 'end'> & { end: PublicEnd })
  | Omit<ResolvedEvent, 'operator' | 'reason'>;

/** What was reported of a failure that nothing foresaw, and which operator decided why, is for operators. */
function publicOf(event: OrderEvent): PublicEvent {
  if (event.kind === 'holdResolved') {
    const { kind, action, subscriptionId } = event;
    return { kind, action, ...(subscriptionId !== undefined && { subscriptionId }) };
  }
  if (event.kind !== 'orderEnded') return event;
  const { end } = event;
  return { ...event, end: end.cause === 'unexpected' ? { state: end.state, cause: end.cause } : end };
}

const EndSchema = schemaOf<PublicEnd>()(
  z.union([
    z.object({ state: z.literal('expired'), cause: z.enum(['customerNoResponse', 'undeliverable']) }),
    z.object({ state: z.literal('cancelled'), cause: z.enum(['requested', 'workflowCancelled']) }),
    z.object({
      state: z.literal('rejected'),
      cause: z.literal('creditRefused'),
      shortage: ShortageSchema.optional(),
    }),
    z.object({ state: z.literal('failed'), cause: z.literal('vendorRefused'), refusal: RefusalSchema.optional() }),
    z.object({ state: z.literal('failed'), cause: z.literal('givenUp') }),
    z.object({ state: z.literal('failed'), cause: z.literal('unexpected') }),
  ]),
);

const EventSchema = schemaOf<PublicEvent>()(
  z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('orderAccepted') }),
      z.object({ kind: z.literal('informationRequestSent'), mail, revision }),
      z.object({ kind: z.literal('informationRequestRefused'), mail, revision }),
      z.object({ kind: z.literal('mailServerAway') }),
      z.object({ kind: z.literal('provisioningStarted'), lineId }),
      z.object({ kind: z.literal('vendorLate'), lineId }),
      z.object({ kind: z.literal('activationAwaited'), lineId }),
      z.object({ kind: z.literal('orderHeld'), hold: HoldSchema }),
      z.object({
        kind: z.literal('correctionAsked'),
        of: z.enum(['customer', 'reseller']),
        corrections: z.array(RefusalSchema),
      }),
      z.object({
        kind: z.literal('holdResolved'),
        action: z.enum(RESUME_ACTIONS),
        subscriptionId: z.string().optional(),
      }),
      z.object({ kind: z.literal('holdExpired') }),
      z.object({ kind: z.literal('cancellationAsked') }),
      z.object({ kind: z.literal('undoStarted') }),
      z.object({ kind: z.literal('orderCompleted') }),
      z.object({ kind: z.literal('orderCompletedInPart'), failed: z.array(FailedLineSchema) }),
      z.object({ kind: z.literal('orphanRemoved'), lineId }),
      z.object({ kind: z.literal('orderEnded'), end: EndSchema, leftovers: z.array(LeftoverSchema) }),
      z.object({ kind: z.literal('recorded'), text: z.string() }),
    ])
    .openapi('OrderEvent', { description: 'Switch on `kind`, and take a kind that you do not know by its `what`' }),
);

export const TimelineEntrySchema = z
  .object({
    at: instant,
    what: z.string().openapi({ description: 'The event in English words' }),
    by: z.enum(['customer', 'reseller', 'operator', 'vendor', 'system']),
    event: EventSchema,
  })
  .openapi('TimelineEntry');

export function entryJson({ at, event, by }: TimelineEntry): z.infer<typeof TimelineEntrySchema> {
  return { at, what: eventIn('en', event), by, event: publicOf(event) };
}

export const WaitSchema = z
  .object({
    who: z.enum(keysOf(words.en.who)),
    kind: z.enum(keysOf(words.en.what)),
    what: z.string().openapi({ description: 'For what, in English words' }),
    since: instant,
    until: instant.optional(),
    then: z.string().openapi({ description: 'What happens at `until`, or how the wait ends' }),
    hold: HoldSchema.optional().openapi({ description: 'Why the order is held, where `kind` is `decision`' }),
    corrections: z
      .array(RefusalSchema)
      .optional()
      .openapi({ description: 'What the vendor refused of the details that were given; correct these fields' }),
  })
  .openapi('WaitingOn');

export function waitJson(wait: WaitingOn): z.infer<typeof WaitSchema> {
  const { who, kind, since, until } = wait;
  const { what, then } = waitIn('en', wait);
  const corrections = 'corrections' in wait ? wait.corrections : undefined;
  const common = { who, kind, since, until, then, corrections };
  if (wait.kind !== 'decision') return { ...common, what };
  return { ...common, what: `${what}: ${holdIn('en', wait.hold)}`, hold: wait.hold };
}
