import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Customer } from '../../store/store.ts';
import { isId } from '../../workflows/contract/ids.ts';
import { refuseBadCursor } from '../rules/cursors.ts';
import type { HttpDeps, HttpEnv } from '../site/ports.ts';
import { Problem } from '../site/problems.ts';
import { customerJson, listJson, productJson } from './answers.ts';
import * as operations from './market-operations.ts';
import type { Handler } from './routes.ts';

/** The routes of what an order needs: catalogue and customers. */
export function marketRoutes(api: OpenAPIHono<HttpEnv>, { store: { market }, publicUrl }: HttpDeps): void {
  api.openapi(operations.searchCatalogue, searchCatalogue(market));
  api.openapi(operations.listCustomers, listCustomers(market));
  api.openapi(operations.addCustomer, addCustomer(market, publicUrl));
  api.openapi(operations.getCustomer, getCustomer(market));
  api.openapi(operations.setAdminContact, setAdminContact(market));
}

type Market = HttpDeps['store']['market'];

function searchCatalogue(market: Market): Handler<typeof operations.searchCatalogue> {
  return async function searchCatalogue(c) {
    const items = await market.searchCatalogue(c.req.valid('query').q.trim());
    return c.json(listJson({ items }, productJson), 200);
  };
}

function listCustomers(market: Market): Handler<typeof operations.listCustomers> {
  return async function listCustomers(c) {
    const page = await market.listCustomers(c.get('resellerId'), c.req.valid('query')).catch(refuseBadCursor);
    return c.json(listJson(page, customerJson), 200);
  };
}

function addCustomer(market: Market, publicUrl: string): Handler<typeof operations.addCustomer> {
  const base = new URL(publicUrl).pathname.replace(/\/$/, '');
  return async function addCustomer(c) {
    const customer = await market.addCustomer({ ...c.req.valid('json'), resellerId: c.get('resellerId') });
    c.header('Location', `${base}/api/customers/${customer.customerId}`);
    return c.json(customerJson(customer), 201);
  };
}

function getCustomer(market: Market): Handler<typeof operations.getCustomer> {
  return async function getCustomer(c) {
    return c.json(customerJson(await existing(market, c.get('resellerId'), c.req.param('customerId'))), 200);
  };
}

function setAdminContact(market: Market): Handler<typeof operations.setAdminContact> {
  return async function setAdminContact(c) {
    const { customerId } = await existing(market, c.get('resellerId'), c.req.param('customerId'));
    await market.setAdminContact(c.get('resellerId'), customerId, c.req.valid('json'));
    return c.json(customerJson(await existing(market, c.get('resellerId'), customerId)), 200);
  };
}

/** @throws Problem if the reseller has no such customer */
async function existing(market: Market, resellerId: string, customerId: string): Promise<Customer> {
  const customer = isId(customerId) ? await market.getCustomer(resellerId, customerId) : undefined;
  if (customer === undefined) throw new Problem('customer-not-found', 'There is no customer with this id.');
  return customer;
}
