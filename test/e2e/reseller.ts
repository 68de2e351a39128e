/** A reseller's back-end service: it talks to the API and to nothing else. */
import { randomUUID } from 'node:crypto';
import type { orderJson } from '../../web/api/answers.ts';
import type { AdministratorDetails } from '../../workflows/contract/order.ts';
import { isTerminal, ORDER_STATES } from '../../workflows/contract/states.ts';
import { eventually, type Product } from '../support/product.ts';

export type OrderView = ReturnType<typeof orderJson>;

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

/** Problem details, with what the code in question adds to them. */
export interface ProblemBody {
  code: string;
  detail: string;
  errors?: { pointer?: string; parameter?: string; detail: string }[];
  accepted?: { by: string; details: AdministratorDetails };
  state?: string;
}

export const PRODUCT = 'veritas-o365-backup';
const TERMS = '2026-01';

/** Details of a person whom nobody else is: a vendor takes each address only once. */
export function administrator(firstName = 'Ada') {
  const name = `admin.${randomUUID().slice(0, 8)}`;
  return { firstName, lastName: 'Lovelace', email: `${name}@e2e.example` } satisfies AdministratorDetails;
}

const ENDS: readonly string[] = ORDER_STATES.filter(isTerminal);

/** @param token which of the two resellers it is */
export function resellerOf(product: Product, token: 'token' | 'otherResellerToken' = 'token') {
  async function call<T = ProblemBody>(
    method: string,
    path: string,
    { body, headers }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> {
    const { apiUrl, [token]: bearer } = product.file;
    const response = await fetch(`${apiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as T };
  }

  /** Sends an order, as it is. */
  const buy = <T = OrderView>(body: object, key: string = randomUUID()) =>
    call<T>('POST', '/api/orders', { body, headers: { 'idempotency-key': key } });

  /** A customer of its own for a test, with an admin contact whose mailbox is empty. */
  async function customer(): Promise<{ id: string; mailbox: string }> {
    const mailbox = `it.${randomUUID().slice(0, 8)}@customer.example`;
    const { status, body } = await call<{ customerId: string }>('POST', '/api/customers', {
      body: {
        name: 'Nebel & Söhne',
        address: { street: 'Kai 1', city: 'Hamburg', postalCode: '20457', country: 'DE' },
        contacts: { admin: { name: 'Ina Nebel', email: mailbox } },
      },
    });
    if (status !== 201) throw new Error(`no customer was added: ${status}`);
    return { id: body.customerId, mailbox };
  }

  async function order(orderId: string): Promise<OrderView> {
    return (await call<OrderView>('GET', `/api/orders/${orderId}`)).body;
  }

  /** Places an order that must be accepted: ten seats, the administrator asked for by mail, unless told otherwise. */
  async function place(customerId: string, more: object = {}): Promise<OrderView> {
    const { status, body } = await buy(orderFor(customerId, more));
    if (status !== 202) throw new Error(`the order was not accepted: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  return {
    call,
    buy,
    customer,
    place,
    order,
    until: (orderId: string, what: string, reached: (order: OrderView) => boolean, within?: number) =>
      eventually(`the order to be ${what}`, () => order(orderId), reached, within),
    ended: (orderId: string, within?: number) =>
      eventually(
        'the order to end',
        () => order(orderId),
        ({ state }) => ENDS.includes(state),
        within,
      ),
    answer: (orderId: string, details: object) =>
      call<ProblemBody & OrderView>('POST', `/api/orders/${orderId}/administrator`, { body: details }),
    sendAgain: (orderId: string, to?: { email: string; name?: string }) =>
      call<ProblemBody & OrderView>('POST', `/api/orders/${orderId}/information-request`, { body: to ? { to } : {} }),
    cancel: (orderId: string) =>
      call<ProblemBody & OrderView>('POST', `/api/orders/${orderId}/cancellation`, { body: { reason: 'no longer' } }),
  };
}

export function orderFor(customerId: string, more: object = {}) {
  return {
    customerId,
    lines: [{ productId: PRODUCT, quantity: 10 }],
    administrator: { mode: 'email' },
    termsVersion: TERMS,
    ...more,
  };
}

export const atHand = (details: AdministratorDetails = administrator()) => ({
  administrator: { mode: 'provided', details },
});
