/** The operations on catalogue and customers, as OpenAPI describes them. */
import { createRoute, z } from '@hono/zod-openapi';
import { CatalogueQuery, ContactBody, CustomerBody, PageQuery } from '../rules/bodies.ts';
import { CustomerSchema, listOf, ProductSchema } from './answers.ts';
import { strictJson } from './requests.ts';
import { json, jsonBody, problems, problemsWithBody, SECURED } from './routes.ts';

const params = z.object({ customerId: z.string() });

export const searchCatalogue = createRoute({
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

export const listCustomers = createRoute({
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

export const addCustomer = createRoute({
  ...shared,
  method: 'post',
  path: '/api/customers',
  summary: 'Add a customer',
  middleware: [strictJson('required')] as const,
  request: { body: jsonBody(CustomerBody, 'required') },
  responses: {
    201: {
      ...json(CustomerSchema, 'Added'),
      headers: { Location: { schema: { type: 'string' }, description: 'Where the customer can be read' } },
    },
    ...problemsWithBody(),
  },
});

export const getCustomer = createRoute({
  ...shared,
  method: 'get',
  path: '/api/customers/{customerId}',
  summary: 'Read a customer',
  request: { params },
  responses: { 200: json(CustomerSchema, 'The customer'), ...problems('customer-not-found') },
});

export const setAdminContact = createRoute({
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
