/** What operations are told, as zod schemas. They are strict: a command of another release is refused, not half understood. */
import { z } from 'zod';
import type { NewUser, Product, Reseller, Terms } from '../../store/store.ts';
import { DETAILS_RULES } from '../../workflows/contract/details.ts';

const text = z.string();
const money = z.strictObject({ minor: z.int(), currency: text });

const product = z.strictObject({
  productId: text,
  name: text,
  vendorName: text,
  description: text,
  price: money,
  quantity: z.strictObject({ minimum: z.int(), maximum: z.int(), step: z.int() }),
  termsVersion: text,
  withdrawn: z.boolean(),
  source: z.strictObject({ vendor: text, vendorProductId: text, region: text }),
}) satisfies z.ZodType<Product>;

export const NewTokenBody = z.strictObject({ resellerId: text, label: text });

/** The label is who did something, in an order's timeline. */
export const NewOperatorTokenBody = z.strictObject({
  label: text.max(100).regex(DETAILS_RULES.firstName.pattern, 'a line of text of at most 100 characters'),
});

export const RevocationBody = z.strictObject({ tokenId: text });

export const CatalogueBody = z.strictObject({ products: z.array(product), dryRun: z.boolean() });

export const ResellerBody = z.strictObject({
  resellerId: text,
  name: text,
  email: text,
  creditLimit: money,
  language: text.optional(),
}) satisfies z.ZodType<Reseller>;

export const TermsBody = z.strictObject({
  version: text,
  language: text,
  title: text,
  sections: z.array(z.strictObject({ heading: text, paragraphs: z.array(text) })),
}) satisfies z.ZodType<Terms>;

export const NewUserBody = z.strictObject({
  resellerId: text,
  name: text,
  email: text,
  passwordHash: text.optional(),
}) satisfies z.ZodType<NewUser>;

export const FindingsQuery = z.strictObject({ cursor: text.optional() });

/** A user, by e-mail address. */
export const UserBody = z.strictObject({ email: text });

export const UserStateBody = z.strictObject({ email: text, disabled: z.boolean() });

export const NewPasswordBody = z.strictObject({ email: text, passwordHash: text });
