import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { isId } from '../../workflows/contract/ids.ts';
import { CatalogueQuery, ContactBody, CustomerBody, PageQuery } from '../rules/bodies.ts';
import { refuseBadCursor } from '../rules/cursors.ts';
import { basePath } from '../site/base-path.ts';
import type { HttpDeps, HttpEnv } from '../site/ports.ts';
import { Problem } from '../site/problems.ts';
import { CustomerSchema, customerJson, listJson, listOf, ProductSchema, productJson } from './answers.ts';
import { strictJson } from './requests.ts';
import { type Handler, json, jsonBody, location, problems, problemsWithBody, SECURED } from './routes.ts';

const params = z.object({ customerId: z.string() });

const searchCatalogue = createRoute({
  tags: ['Catalogue'],
  security: SECURED,
  method: 'get',
  path: '/api/catalogue',
  summary: 'Search the catalogue',
  description: 'Products that match every word of `q` in name, vendor or description; all of them without `q`.',
  request: { query: CatalogueQuery },
  responses: {
    200: json(listOf(ProductSchema).openapi('ProductList'), 'All matches, in one page'),
    ...problems('invalid-request'),
  },
});

const shared = { tags: ['Customers'], security: SECURED };

const listCustomers = createRoute({
  ...shared,
  method: 'get',
  path: '/api/customers',
  summary: 'List customers',
  request: { query: PageQuery },
  responses: {
    200: json(listOf(CustomerSchema).openapi('CustomerList'), 'One page'),
    ...problems('invalid-request', 'bad-cursor'),
  },
});

const addCustomer = createRoute({
  ...shared,
  method: 'post',
  path: '/api/customers',
  summary: 'Add a customer',
  middleware: [strictJson('required')] as const,
  request: { body: jsonBody(CustomerBody, 'required') },
  responses: {
    201: {
      ...json(CustomerSchema, 'Added'),
      headers: location('Where the customer can be read'),
    },
    ...problemsWithBody(),
  },
});

const getCustomer = createRoute({
  ...shared,
  method: 'get',
  path: '/api/customers/{customerId}',
  summary: 'Read a customer',
  request: { params },
  responses: { 200: json(CustomerSchema, 'The customer'), ...problems('customer-not-found') },
});

const setAdminContact = createRoute({
  ...shared,
  method: 'put',
  path: '/api/customers/{customerId}/admin-contact',
  summary: 'Change a customer’s admin contact',
  description:
    'The next information request of each waiting order goes to the new contact. To revoke the link that is out already, send the request again.',
  middleware: [strictJson('required')] as const,
  request: { params, body: jsonBody(ContactBody, 'required') },
  responses: { 200: json(CustomerSchema, 'The customer'), ...problemsWithBody('customer-not-found') },
});

/** The routes of what an order needs: catalogue and customers. */
export function marketRoutes(api: OpenAPIHono<HttpEnv>, deps: HttpDeps): void {
  const handlers = marketHandlers(deps);
  api.openapi(searchCatalogue, handlers.search);
  api.openapi(listCustomers, handlers.list);
  api.openapi(addCustomer, handlers.add);
  api.openapi(getCustomer, handlers.get);
  api.openapi(setAdminContact, handlers.setContact);
}

function marketHandlers({ store: { market }, publicUrl }: HttpDeps) {
  const base = basePath(publicUrl);

  const search: Handler<typeof searchCatalogue> = async (c) => {
    const items = await market.searchCatalogue(c.req.valid('query').q.trim());
    return c.json(listJson({ items }, productJson), 200);
  };

  const list: Handler<typeof listCustomers> = async (c) => {
    const page = await market.listCustomers(c.get('resellerId'), c.req.valid('query')).catch(refuseBadCursor);
    return c.json(listJson(page, customerJson), 200);
  };

  const add: Handler<typeof addCustomer> = async (c) => {
    c.set('notRepeatable', true);
    const customer = await market.addCustomer({ ...c.req.valid('json'), resellerId: c.get('resellerId') });
    c.header('Location', `${base}/api/customers/${customer.customerId}`);
    return c.json(customerJson(customer), 201);
  };

  const get: Handler<typeof getCustomer> = async (c) =>
    c.json(customerJson(await existing(c.get('resellerId'), c.req.param('customerId'))), 200);

  const setContact: Handler<typeof setAdminContact> = async (c) => {
    const { customerId } = await existing(c.get('resellerId'), c.req.param('customerId'));
    await market.setAdminContact(c.get('resellerId'), customerId, c.req.valid('json'));
    return c.json(customerJson(await existing(c.get('resellerId'), customerId)), 200);
  };

  async function existing(resellerId: string, customerId: string) {
    const customer = isId(customerId) ? await market.getCustomer(resellerId, customerId) : undefined;
    if (customer === undefined) throw new Problem('customer-not-found', 'There is no customer with this id.');
    return customer;
  }

  return { search, list, add, get, setContact };
}
