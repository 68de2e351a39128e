/** Live updates of an order's page, as a browser's EventSource gets them. */
import { Hono } from 'hono';
import type { PanelEnv } from '../../../web/panel/context.ts';
import { orderEvents } from '../../../web/panel/orders/live.ts';
import type { OrderVisit } from '../../../web/panel/orders/visit.ts';
import type { PanelHttpDeps } from '../../../web/site/ports.ts';
import { startHttp } from '../../../web/site/server.ts';
import {
  ASKED,
  ASSESSING,
  CANCELLED,
  COMPLETED,
  type OrdersPanel,
  PROVISIONING,
  startOrdersPanel,
  UNDOING,
} from './support/orders.ts';

interface Event {
  event: string;
  id?: string;
  data: string;
}

/** Reads a stream of events until it ends or `enough` says so. */
async function eventsOf(response: Response, enough: (events: Event[]) => boolean = () => false): Promise<Event[]> {
  const events: Event[] = [];
  let text = '';
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) return events;
    text += value;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split('\n').filter((line) => !line.startsWith(':'));
      const of = (name: string) =>
        lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
      if (lines.length === 0) continue;
      const [id] = of('id');
      events.push({
        event: of('event')[0] ?? 'message',
        data: of('data').join('\n'),
        ...(id === undefined ? {} : { id }),
      });
    }
    if (enough(events)) {
      await reader?.cancel();
      return events;
    }
  }
}

describe('on the panel', () => {
  let panel: OrdersPanel;
  let cookie: string;
  beforeAll(async () => {
    panel = await startOrdersPanel();
    cookie = await panel.loggedIn();
  });
  afterAll(() => panel.close());

  const listen = (orderId: string, headers: Record<string, string> = {}, query = '') =>
    fetch(`${panel.url}/panel/orders/${orderId}/events${query}`, {
      headers: { cookie, ...headers },
      redirect: 'manual',
    });
  const versionOf = async (orderId: string) => (await panel.store.orders.lookAt('alpha', orderId))?.version as string;

  test('the page names the version that it shows, and only what came after it is sent', async () => {
    const orderId = await panel.place();
    const { text } = await panel.open(`/panel/orders/${orderId}`, cookie);
    const version = /data-version="([^"]+)"/.exec(text)?.[1] as string;
    expect(version).toBe(await versionOf(orderId));
    const response = await listen(orderId, {}, `?since=${encodeURIComponent(version)}`);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const events = eventsOf(response, (all) => all.length > 0);
    await panel.apply(orderId, PROVISIONING);
    const [event, ...more] = await events;
    expect(more).toEqual([]);
    expect(event?.event).toBe('order');
    expect(event?.id).toBe(await versionOf(orderId));
    expect(event?.data).toContain('Being set up');
    expect(event?.data).toContain('The subscription is being created at the vendor');
    expect(event?.data).not.toContain('<html');
  });

  test('after a break the browser says what it has seen, and gets what it has missed; at the end it ends', async () => {
    const orderId = await panel.place([ASKED, PROVISIONING]);
    const seen = await versionOf(orderId);
    await panel.apply(orderId, COMPLETED);
    const events = await eventsOf(await listen(orderId, { 'last-event-id': seen }, '?since=older'));
    expect(events.map(({ event }) => event)).toEqual(['order', 'end']);
    expect(events[0]?.data).toContain('Completed');
    expect(events[1]?.data).toBe('terminal');
    const again = await eventsOf(await listen(orderId, { 'last-event-id': events[0]?.id as string }));
    expect(again).toEqual([{ event: 'end', data: 'terminal' }]);
  });

  test('a cancellation is followed from the step in hand to its end', async () => {
    const orderId = await panel.place([ASKED, PROVISIONING]);
    const steps = [ASSESSING, UNDOING, CANCELLED];
    let told = 0;
    const response = await listen(orderId, {}, `?since=${encodeURIComponent(await versionOf(orderId))}`);
    const events = eventsOf(response, (all) => {
      if (all.length > told && all.length < steps.length)
        void panel.apply(orderId, steps[all.length] as typeof CANCELLED);
      told = all.length;
      return false;
    });
    await panel.apply(orderId, ASSESSING);
    const [assessed, undone, ended, end] = await events;
    expect(assessed?.data).toContain('Cancellation requested');
    expect(assessed?.data).not.toContain('Cancel the order');
    expect(undone?.data).toContain('Being cancelled');
    expect(ended?.data).toContain('The order was cancelled, and nothing is charged');
    expect(end).toEqual({ event: 'end', data: 'terminal' });
  });

  test('asking for the headers alone takes up no place', async () => {
    const orderId = await panel.place([ASKED]);
    const head = () =>
      fetch(`${panel.url}/panel/orders/${orderId}/events`, { method: 'HEAD', headers: { cookie }, redirect: 'manual' });
    const statuses = [];
    for (let asked = 0; asked < 12; asked++) statuses.push((await head()).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const response = await listen(orderId);
    expect(response.status).toBe(200);
    await response.body?.cancel();
  });

  test('without a session there are none, and a user has no more than a few at once', async () => {
    const orderId = await panel.place([ASKED], { resellerId: 'beta', customerId: 'cust-beta' });
    expect((await listen(orderId, { cookie: '' })).status).toBe(303);
    const theirs = { cookie: await panel.loggedIn(panel.stranger) };
    const open = await Promise.all(Array.from({ length: 8 }, () => listen(orderId, theirs)));
    expect(open.map((one) => one.status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect((await listen(orderId, theirs)).status).toBe(429);
    await Promise.all(open.map((one) => one.body?.cancel()));
    // The server learns of it when it writes or when the connection closes.
    let status = 429;
    while (status === 429) {
      const one = await listen(orderId, theirs);
      status = one.status;
      await one.body?.cancel();
    }
    expect(status).toBe(200);
  });
});

describe('a stream', () => {
  const visit = (version: string) => ({ order: { orderId: 'o-1', state: 'inquiring' }, version }) as OrderVisit;

  interface World {
    now?: () => number;
    user?: () => object | undefined;
    limits?: unknown[];
  }

  const path = '/panel/orders/o-1/events?since=v';

  /** Streams that look almost without pause, in a world that changes as `world` says. */
  function appIn(world: World): Hono<PanelEnv> {
    const app = new Hono<PanelEnv>();
    app.use(async (c, next) => {
      c.set('secret', 's');
      c.set('user', { userId: 'u', resellerId: 'r', name: '', email: '' });
      await next();
    });
    const deps = {
      logger: { warn() {} },
      now: world.now ?? (() => 0),
      store: {
        orderWatch: { changed: () => new Promise((resolve) => setImmediate(resolve, 'same')) },
      },
      panel: {
        accounts: {
          async userOfSession(_token: string, limits: unknown) {
            world.limits?.push(limits);
            return world.user?.();
          },
        },
        sessionIdleMinutes: 30,
        sessionHours: 12,
      },
    } as unknown as PanelHttpDeps;
    app.get('/panel/orders/:orderId/events', orderEvents(deps, { find: async () => visit('v'), draw: () => '' }));
    return app;
  }

  const ends = async (world: World) => eventsOf(await appIn(world).request(path));

  test('ends with the session, which it does not keep alive', async () => {
    let asked = 0;
    const limits: { idle: number; absolute: number }[] = [];
    expect(await ends({ user: () => (++asked < 3 ? {} : undefined), limits })).toEqual([
      { event: 'end', data: 'session' },
    ]);
    expect(limits).toHaveLength(3);
    // The store says that a session was seen when a thirtieth of its idle time has passed: here, never.
    for (const { idle, absolute } of limits) {
      expect(idle / 30).toBeGreaterThan(absolute);
      expect(absolute).toBe(12 * 3_600_000);
    }
  });

  test('ends when the server stops, which then need not wait for it', async () => {
    const server = await startHttp({ port: 0, app: appIn({ user: () => ({}) }) });
    const response = await fetch(server.url + path);
    const events = eventsOf(response);
    // Longer than any test may last: the stream ends by itself or not at all.
    const closed = server.close(3_600_000);
    expect(await events).toEqual([{ event: 'end', data: 'stopping' }]);
    await closed;
  });

  test('ends when nobody has done anything for as long as a session may be idle', async () => {
    let minutes = 0;
    expect(await ends({ now: () => minutes++ * 60_000, user: () => ({}) })).toEqual([{ event: 'end', data: 'idle' }]);
    expect(minutes).toBeGreaterThan(30);
  });
});
