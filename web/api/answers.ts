/** The API's answers as zod schemas, and how stored things become them. */
import { z } from '@hono/zod-openapi';
import type { Customer, Page, Product, StoredOrder } from '../../store/store.ts';
import { decimalOf, type Money } from '../../workflows/contract/money.ts';
import { LINE_FAILURE_POLICIES } from '../../workflows/contract/order.ts';
import { ORDER_STATES } from '../../workflows/contract/states.ts';
import { AdministratorDetailsSchema, ContactBody } from '../rules/bodies.ts';
import { entryJson, instant, ORDER_CAUSES, TimelineEntrySchema, WaitSchema, waitJson } from './happenings.ts';

const PriceSchema = z
  .object({
    amount: z.string().openapi({ description: 'A decimal number', example: '3.50' }),
    currency: z.string().openapi({ description: 'ISO 4217', example: 'EUR' }),
    per: z.string().openapi({ example: 'seat/month' }),
  })
  .openapi('Price');

export const OrderSchema = z
  .object({
    orderId: z.string(),
    state: z.enum(ORDER_STATES),
    cause: z.enum(ORDER_CAUSES).optional().openapi({ description: 'Why it is in this state' }),
    customerId: z.string(),
    lines: z.array(
      z.object({
        lineId: z.string(),
        productId: z.string(),
        productName: z.string(),
        quantity: z.int(),
        state: z.enum(['draft', 'processing', 'active', 'suspended', 'terminating', 'terminated']),
        subscriptionId: z.string().optional().openapi({ description: 'The vendor’s id, once known' }),
        login: z
          .string()
          .optional()
          .openapi({
            description:
              'What the administrator logs in with at the vendor, where that is not the address given: the vendor takes an ' +
              'address once, so further lines and orders for the same administrator get a login of their own',
          }),
        price: PriceSchema,
      }),
    ),
    total: PriceSchema,
    waitingOn: WaitSchema.optional(),
    timeline: z.array(TimelineEntrySchema).optional().openapi({ description: 'Oldest first; left out of lists' }),
    administrator: z
      .object({
        mode: z.enum(['provided', 'email']),
        details: AdministratorDetailsSchema.optional(),
        answeredBy: z.string().optional(),
        answeredAt: instant.optional(),
      })
      .openapi({
        description:
          'How the details come, and what they are once they are here. While the order is `inquiring`, details are those that the vendor refused: `waitingOn.corrections` says which fields',
      }),
    informationRequest: z.object({ deadline: z.string(), reminders: z.array(z.string()) }),
    lineFailure: z.enum(LINE_FAILURE_POLICIES).openapi({
      description: 'What becomes of the other lines if one is refused: they are kept, or everything is undone',
    }),
    purchaseOrderNumber: z.string().optional(),
    termsVersion: z.string(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Order');

export const ProductSchema = z
  .object({
    productId: z.string(),
    name: z.string(),
    vendor: z.string(),
    description: z.string(),
    price: PriceSchema,
    quantity: z.object({ minimum: z.int(), maximum: z.int(), step: z.int() }),
    termsVersion: z.string(),
  })
  .openapi('Product');

export const CustomerSchema = z
  .object({
    customerId: z.string(),
    name: z.string(),
    address: z.object({ street: z.string(), city: z.string(), postalCode: z.string(), country: z.string() }),
    contacts: z.object({ admin: ContactBody, billing: ContactBody.optional(), technical: ContactBody.optional() }),
    onHold: z.boolean(),
  })
  .openapi('Customer');

/** A list of something; `nextCursor` is null on the last page. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export function listJson<T, J>(page: Page<T>, json: (item: T) => J): { items: J[]; nextCursor: string | null } {
  return { items: page.items.map(json), nextCursor: page.nextCursor ?? null };
}

function priceJson(money: Money, per: string): z.infer<typeof PriceSchema> {
  return { amount: decimalOf(money), currency: money.currency, per };
}

export function orderJson(order: StoredOrder): z.infer<typeof OrderSchema> {
  return {
    orderId: order.orderId,
    state: order.state,
    cause: order.cause,
    customerId: order.customerId,
    lines: order.lines.map((line) => ({
      lineId: line.lineId,
      productId: line.productId,
      productName: line.productName,
      quantity: line.quantity,
      state: line.state,
      subscriptionId: line.subscriptionId,
      login: line.login,
      price: priceJson(line.price, 'seat/month'),
    })),
    total: priceJson(order.total, 'month'),
    waitingOn: order.waitingOn && waitJson(order.waitingOn),
    timeline: order.timeline?.map(entryJson),
    administrator: {
      mode: order.administratorMode,
      details: order.answer?.details,
      answeredBy: order.answer?.by,
      answeredAt: order.answer?.at,
    },
    informationRequest: order.informationRequest,
    lineFailure: order.lineFailure ?? 'undoAll',
    purchaseOrderNumber: order.purchaseOrderNumber,
    termsVersion: order.termsVersion,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
  };
}

export function productJson(product: Product): z.infer<typeof ProductSchema> {
  return {
    productId: product.productId,
    name: product.name,
    vendor: product.vendorName,
    description: product.description,
    price: priceJson(product.price, 'seat/month'),
    quantity: product.quantity,
    termsVersion: product.termsVersion,
  };
}

export function customerJson(customer: Customer): z.infer<typeof CustomerSchema> {
  return {
    customerId: customer.customerId,
    name: customer.name,
    address: customer.address,
    contacts: customer.contacts,
    onHold: customer.onHold,
  };
}
