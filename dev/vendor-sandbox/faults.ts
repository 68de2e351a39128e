import { z } from 'zod';

export const OPERATIONS = ['create', 'get', 'list', 'update', 'delete', 'login'] as const;
export type Operation = (typeof OPERATIONS)[number];

const common = {
  operation: z.enum(OPERATIONS),
  /** How many calls it spoils. */
  times: z.number().int().min(1).max(1_000_000).default(1),
};

export const faultSchema = z.discriminatedUnion('fault', [
  /** Does what was asked, but only after a while; also if the client is gone by then. */
  z.strictObject({ ...common, fault: z.literal('delay'), delayMs: z.number().int().min(0).max(3_600_000) }),
  /** Does what was asked only when it is let go; also if the client is gone by then. */
  z.strictObject({ ...common, fault: z.literal('hold') }),
  /** Does nothing and never answers. */
  z.strictObject({ ...common, fault: z.literal('hang') }),
  /** Does what was asked and never answers. */
  z.strictObject({ ...common, fault: z.literal('hangAfterCreate') }),
  /** Does what was asked and breaks the connection instead of answering. */
  z.strictObject({ ...common, fault: z.literal('dropReply') }),
  /** Answers with a status; does what was asked only if `performed`. */
  z.strictObject({
    ...common,
    fault: z.literal('status'),
    status: z.number().int().min(200).max(599),
    retryAfter: z.union([z.string(), z.number()]).optional(),
    reason: z.string().optional(),
    performed: z.boolean().default(false),
  }),
  /** Refuses the data for one field, named in the text as given here. */
  z.strictObject({
    ...common,
    fault: z.literal('refuseField'),
    field: z.string().min(1),
    reason: z.string().default('value is not acceptable'),
    status: z.literal([400, 409, 422]).default(400),
  }),
]);

export type Fault = z.infer<typeof faultSchema>;

/** Faults in the order they were armed; each is gone when its times are used up, and all of them at a restart. */
export class Faults {
  #armed: Fault[] = [];
  #held: { operation: Operation; letGo: () => void }[] = [];

  arm(fault: Fault): void {
    this.#armed.push({ ...fault });
  }

  disarm(): void {
    this.#armed = [];
  }

  get armed(): readonly Fault[] {
    return this.#armed;
  }

  take(operation: Operation): Fault | undefined {
    const fault = this.#armed.find((one) => one.operation === operation);
    if (fault && --fault.times === 0) this.#armed = this.#armed.filter((one) => one !== fault);
    return fault;
  }

  /** Resolves when everything held is let go. */
  hold(operation: Operation): Promise<void> {
    return new Promise((letGo) => {
      this.#held.push({ operation, letGo });
    });
  }

  /** The operations of the calls that are held now. */
  get held(): Operation[] {
    return this.#held.map(({ operation }) => operation);
  }

  letGo(): void {
    for (const { letGo } of this.#held.splice(0)) letGo();
  }
}
