/** `/sandbox/*`: what tests and people use to look behind the vendor's counter, and to make it misbehave. */
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Account } from './account-table.ts';
import type { Accounts } from './accounts.ts';
import { type Faults, faultSchema } from './faults.ts';
import { settingsChangeSchema } from './settings.ts';

/** A call of the Partner API. Without query, body or credentials, as a log must not hold personal data. */
export interface Call {
  at: string;
  method: string;
  path: string;
  /** `null`: not answered. */
  status: number | null;
}

export function controlApi(accounts: Accounts, faults: Faults, calls: readonly Call[]): Hono {
  const control = new Hono();

  control.use(async (c, next) => {
    // There is no login here, so that no web page may reach it through a browser on this machine.
    const site = c.req.header('sec-fetch-site') ?? 'none';
    if (site !== 'none' && site !== 'same-origin') return c.json({ error: 'not for other web sites' }, 403);
    return next();
  });

  control.get('/subscriptions', (c) => c.json(accounts.all().map((account) => asSubscription(account, accounts))));
  control.get('/activation-mails', (c) => c.json(accounts.activationMails));
  control.get('/calls', (c) => c.json(calls));

  control.get('/faults', (c) => c.json(faults.armed));
  control.post('/faults', async (c) => {
    const { data, error } = faultSchema.safeParse(await jsonOf(c));
    if (error) return c.json(problem(error), 400);
    faults.arm(data);
    return c.json(data, 201);
  });
  control.delete('/faults', (c) => {
    faults.disarm();
    return c.body(null, 204);
  });

  control.get('/held', (c) => c.json(faults.held));
  control.delete('/held', (c) => {
    faults.letGo();
    return c.body(null, 204);
  });

  control.get('/settings', (c) => c.json(accounts.settings));
  control.put('/settings', async (c) => {
    const { data, error } = settingsChangeSchema.safeParse(await jsonOf(c));
    if (error) return c.json(problem(error), 400);
    accounts.changeSettings(data);
    return c.json(accounts.settings);
  });

  control.post('/outsiders', async (c) => {
    const { data, error } = z.strictObject({ login: z.string().min(1) }).safeParse(await jsonOf(c));
    if (error) return c.json(problem(error), 400);
    return c.json({ id: accounts.create({ parent: null, login: data.login }).id }, 201);
  });

  control.post('/strangers', async (c) => {
    const counted = z.strictObject({ count: z.number().int().min(1).max(200_000) });
    const { data, error } = counted.safeParse(await jsonOf(c));
    if (error) return c.json(problem(error), 400);
    accounts.addStrangers(data.count);
    return c.json(data, 201);
  });

  control.all('*', (c) => c.json({ error: 'no such control; see README.md' }, 404));
  return control;
}

async function jsonOf(c: Context): Promise<unknown> {
  return c.req.json().catch(() => undefined);
}

function problem(error: z.ZodError): object {
  const problems = error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  return { error: 'the request is not valid', problems };
}

function asSubscription(account: Account, accounts: Accounts): object {
  const { id, externalId, login, fullname, product, created, deletion, attributes = {} } = account;
  const { email, companyname, country, language, phone, parent } = account;
  return {
    id,
    externalId: externalId ?? null,
    login,
    fullname,
    product: product ?? null,
    enabled: accounts.isEnabled(account),
    seats: attributes.seats === undefined ? null : Number(attributes.seats),
    created,
    ...(deletion !== undefined && { deletion }),
    ...{ parent, email, companyname, country, language, phone, attributes },
  };
}
