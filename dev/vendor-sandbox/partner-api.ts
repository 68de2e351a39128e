/** The routes of the vendor's Partner API, as documented; where that is silent, as the settings say. */
import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Account } from './account-table.ts';
import type { Accounts } from './accounts.ts';
import { attributesOf, readXml, streamXml, textOf, writeXml, XmlMalformed } from './xml.ts';

const V1 = 'application/vnd.keepit.v1+xml';

/** An answer other than success; in plain text, as all answers to writes are. */
class Denied extends Error {
  readonly status: ContentfulStatusCode;
  constructor(status: ContentfulStatusCode, text: string) {
    super(text);
    this.status = status;
  }
}

export function partnerApi(accounts: Accounts, root: string): Hono {
  const api = new Hono();
  api.onError((error, c) => {
    if (error instanceof Denied) return c.text(error.message, error.status);
    if (error instanceof XmlMalformed) return c.text('Malformed request', accounts.settings.badRequestStatus);
    throw error;
  });

  function account(id: string): Account {
    const found = accounts.find(id);
    if (found) return found;
    if (accounts.isOutside(id) && accounts.settings.outsideTreeStatus === 403) throw new Denied(403, 'Forbidden');
    throw new Denied(404, 'Account not found.');
  }
  function xml(root: string, content: object): Response {
    return new Response(writeXml(root, content), { headers: { 'content-type': V1 } });
  }
  function assertSold(product: string | undefined): void {
    if (product === undefined || accounts.isSold(product)) return;
    throw new Denied(accounts.settings.unknownProductStatus, 'Product not found');
  }

  api.get('/users/', () => xml('user', { id: root }));

  api.post('/users/:id/users', async (c) => {
    const parent = account(c.req.param('id'));
    const given = readXml(await c.req.text(), 'user_create');
    const field = (name: string) => textOf(given, name) || undefined;
    const login = field('login');
    const { settings } = accounts;
    if (login === undefined) throw new Denied(settings.badRequestStatus, 'Mandatory element is missing: login');
    assertSold(field('product'));
    if (accounts.isTaken(login)) throw new Denied(settings.takenLoginStatus, 'Login is already in use');
    const made = accounts.create({
      parent: parent.id,
      login,
      externalId: field('external_id'),
      acl: field('acl'),
      product: field('product'),
      fullname: field('fullname'),
      email: field('email'),
      country: field('country'),
      companyname: field('companyname'),
      zipcode: field('zipcode'),
      language: field('language'),
      phone: field('phone'),
      attributes: attributesOf(given),
    });
    if (field('password') === undefined) accounts.sendActivationMail(made);
    if (settings.createAnswers === 'location') c.header('location', `/users/${made.id}`);
    return settings.createAnswers === 'body' ? c.text(`Account created: ${made.id}`, 201) : c.body(null, 201);
  });

  api.get('/users/:id/users', (c) => {
    const children = accounts.childrenOf(account(c.req.param('id')).id).filter((child) => accounts.isListed(child));
    const full = c.req.header('accept')?.includes(V1) ?? false;
    const shown = children.map((child) => (full ? asChild(child) : { id: child.id }));
    if (shown.length === 0) return xml('users', {});
    return new Response(streamXml('users', 'user', shown), { headers: { 'content-type': V1 } });
  });

  api.get('/users/:id/tokens', (c) => {
    account(c.req.param('id'));
    const login = c.req.query('aname');
    if (c.req.method !== 'HEAD' || !login) throw new Denied(404, 'Requested resource not found');
    return c.body(null, accounts.isTaken(login) ? 409 : 202);
  });

  api.get('/users/:id/product', (c) => {
    const product = accounts.productInForce(account(c.req.param('id')));
    if (product === undefined) throw new Denied(404, 'Requested resource not found');
    const name = accounts.settings.products?.find(({ id }) => id === product)?.name ?? product;
    return xml('product', { id: product, name, flexquota: false });
  });

  api.get('/users/:id/portfolio', (c) => {
    account(c.req.param('id'));
    const sold = accounts.settings.products ?? [];
    return xml('portfolio', { product: sold.map(({ id, name }) => ({ id, name })) });
  });

  api.post('/users/:id/activate', async (c) => {
    const found = account(c.req.param('id'));
    if (textOf(readXml(await c.req.text(), 'activate'), 'token') !== found.login) {
      throw new Denied(404, 'Requested resource not found');
    }
    accounts.sendActivationMail(found);
    return c.text('Activation mail sent');
  });

  api.get('/users/:id', (c) => {
    const found = account(c.req.param('id'));
    return xml('user', {
      enabled: accounts.isEnabled(found),
      created: found.created,
      product: found.product,
      parent: found.parent ?? undefined,
      subscribed: found.subscribed,
      external_id: found.externalId,
      deletion: found.deletion,
    });
  });

  api.put('/users/:id', async (c) => {
    const found = account(c.req.param('id'));
    const given = readXml(await c.req.text(), 'user_update');
    const change: Partial<Account> = {};
    const flag = (name: string) => textOf(given, name)?.trim() === 'true';
    if (textOf(given, 'enabled') !== undefined) change.enabled = flag('enabled');
    if (textOf(given, 'subscribed') !== undefined) change.subscribed = flag('subscribed');
    if (textOf(given, 'external_id') !== undefined) change.externalId = textOf(given, 'external_id');
    if (textOf(given, 'product') !== undefined) change.product = textOf(given, 'product') || undefined;
    assertSold(change.product);
    accounts.update(found, change);
    return c.text('Account updated successfully');
  });

  api.delete('/users/:id', (c) => {
    const found = account(c.req.param('id'));
    if (found.id === root) throw new Denied(403, 'Forbidden');
    const again = found.deletion !== undefined;
    if (again && accounts.settings.secondDeleteStatus === 404) throw new Denied(404, 'Account not found.');
    if (!again) accounts.remove(found);
    return c.text('Account deleted successfully');
  });

  api.all('*', (c) => c.text('Requested resource not found', 404));
  return api;
}

function asChild(child: Account): object {
  return {
    id: child.id,
    created: child.created,
    parent_id: child.parent ?? undefined,
    email: child.email ?? child.login,
    full_name: child.fullname,
    company_name: child.companyname,
  };
}
