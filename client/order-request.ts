import { z } from 'zod';
import type { NewOrder } from '../store/store.ts';
import { isAdministratorDetails, pickDetails, problemsOfDetails } from '../workflows/contract/details.ts';
import { problemsOfTerms } from '../workflows/contract/durations.ts';
import { LINE_FAILURE_POLICIES } from '../workflows/contract/order.ts';

/** What a buyer says; how it is told from another order under the same key is worked out by the client. */
export type OrderRequest = Omit<NewOrder, 'digest'>;

/** Thrown when an order breaks rules that no catalogue or customer could mend; `problems` are all there are, in words. */
export class InvalidOrderRequest extends Error {
  override readonly name = 'InvalidOrderRequest';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`This is no order that could be carried out:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

const details = z.unknown().transform((value, context) => {
  if (isAdministratorDetails(value)) return pickDetails(value);
  const problems = problemsOfDetails(value);
  if (problems === undefined) context.addIssue('Enter the administrator’s details');
  for (const [field, message] of Object.entries(problems ?? {})) {
    context.addIssue({ code: 'custom', path: [field], message });
  }
  return z.NEVER;
});

/** What the workflow refuses as its input, so that no order is accepted which would only fail. */
const Sound = z.object({
  lines: z.array(z.object({ productId: z.string(), quantity: z.number() })).min(1, 'Enter at least one line'),
  administrator: z.discriminatedUnion(
    'mode',
    [z.object({ mode: z.literal('provided'), details }), z.object({ mode: z.literal('email') })],
    'Enter an administrator with the mode "provided" and details, or with the mode "email"',
  ),
  informationRequest: z
    .object({ deadline: z.string(), reminders: z.array(z.string()) })
    .superRefine((terms, context) => {
      for (const problem of problemsOfTerms(terms)) context.addIssue(problem);
    }),
  lineFailure: z.enum(LINE_FAILURE_POLICIES, 'Enter "keepOthers" or "undoAll"').optional(),
});

/** The order with what is known of its parts, and nothing else in them. @throws InvalidOrderRequest */
export function soundOrder(order: OrderRequest): OrderRequest {
  const { data, error } = Sound.safeParse(order);
  if (error) throw new InvalidOrderRequest(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  return { ...order, ...data };
}
