import { z } from 'zod';

const product = z.strictObject({
  id: z.string().min(1),
  name: z.string(),
  /** With it, a deletion is only scheduled, this many days ahead. */
  deleteRetentionDays: z.number().int().positive().optional(),
});

/** Behaviours that the vendor's documentation leaves open, each with every plausible answer. See README.md. */
const settingsSchema = z.strictObject({
  /** Where the answer to a creation names the new account. */
  createAnswers: z.enum(['empty', 'location', 'body']),
  takenLoginStatus: z.literal([409, 400, 422]),
  /** For XML that is malformed, or lacks the login. */
  badRequestStatus: z.literal([400, 422]),
  unknownProductStatus: z.literal([400, 404]),
  outsideTreeStatus: z.literal([404, 403]),
  /** For deleting an account whose deletion is already scheduled. */
  secondDeleteStatus: z.literal([404, 200]),
  loginReservedWhileDeletionScheduled: z.boolean(),
  /** A new child is missing from its parent's list for so long. */
  listLagMs: z.number().int().min(0),
  /** A new account reads as not enabled for so long. */
  activationDelayMs: z.number().int().min(0),
  /** What is sold here; `null`: any product id. */
  products: z.array(product).nullable(),
});

export type Settings = z.infer<typeof settingsSchema>;

/** A change of some settings; the others stay. */
export const settingsChangeSchema = settingsSchema.partial();

export const DEFAULT_SETTINGS: Settings = {
  createAnswers: 'empty',
  takenLoginStatus: 409,
  badRequestStatus: 400,
  unknownProductStatus: 400,
  outsideTreeStatus: 404,
  secondDeleteStatus: 404,
  loginReservedWhileDeletionScheduled: true,
  listLagMs: 0,
  activationDelayMs: 0,
  products: null,
};
