/** Waiting for an order to change, on the database's own notices. */
import { sql } from 'kysely';
import { listenOnServer } from '../../store/database/notices.ts';
import { lookAtAll } from '../../store/orders/look.ts';
import { OrderWatch, type WatchOptions } from '../../store/orders/watch.ts';
import { statementsOf } from '../support/statements.ts';
import { onEachDatabase, onServer } from './databases.ts';
import { aMarket, placed } from './market.ts';

/** Longer than any test may last: what is seen is seen by a notice. */
const NEVER = { heard: 3_600_000, deaf: 3_600_000 };

const step = (key: string) => ({ key, state: 'inquiring', event: { kind: 'mailServerAway' }, by: 'system' }) as const;

onEachDatabase((opened) => {
  async function anOrder() {
    const { store } = opened();
    const { reseller, order } = await aMarket(store);
    const { orderId } = await placed(store, order());
    const { resellerId } = reseller;
    const version = async () => (await store.orders.lookAt(resellerId, orderId))?.version as string;
    return { orderId, resellerId, version, change: (key: string) => store.worker.apply({ orderId, ...step(key) }) };
  }

  /** A watch whose looks can be held: `during` is called after each has been made, and before anybody is told. */
  function watching(during: (looks: number) => Promise<unknown> = async () => {}, lookEveryMs = NEVER) {
    let looks = 0;
    const look: WatchOptions['look'] = async (orderIds) => {
      const found = await lookAtAll(opened().db, orderIds);
      looks += 1;
      await during(looks);
      return found;
    };
    return { watch: new OrderWatch({ look, listen: opened().listen, lookEveryMs }), looks: () => looks };
  }

  test('a change between the first look and the wait is seen', async () => {
    const { orderId, resellerId, version, change } = await anOrder();
    const seen = await version();
    const { watch } = watching(async (looks) => looks === 1 && change('between'));
    const { signal } = new AbortController();
    expect(await watch.changed({ orderId, resellerId, seen, signal })).toMatchObject({ version: await version() });
    expect(await version()).not.toBe(seen);
    await watch.close();
  });

  test('many readers who wait for an order share one look, and nobody asks while nothing happens', async () => {
    const { orderId, resellerId, version, change } = await anOrder();
    const seen = await version();
    let settled = () => {};
    let expected = Number.POSITIVE_INFINITY;
    const { watch, looks } = watching(async () => settled());
    const { signal } = new AbortController();
    const quiet = () =>
      new Promise<void>((resolve) => {
        settled = resolve;
      });
    const first = quiet();
    const readers = [1, 2, 3].map(() => watch.changed({ orderId, resellerId, seen, signal }));
    await first;
    // The looks of those who came, and the one when notices are heard.
    while (looks() !== expected) {
      expected = looks();
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(await statementsOf(() => new Promise((resolve) => setTimeout(resolve, 300)))).toEqual([]);
    await change('once');
    const answers = await Promise.all(readers);
    expect(looks()).toBe(expected + 1);
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatchObject({ version: await version() });
    await watch.close();
  });

  test('an order that is another reseller’s, or is none, is gone; a wait that is given up, or ended by a close, has seen nothing', async () => {
    const { orderId, resellerId, version } = await anOrder();
    const seen = await version();
    const { watch } = watching();
    const given = new AbortController();
    const { signal } = given;
    expect(await watch.changed({ orderId, resellerId: 'another', seen, signal })).toBe('gone');
    expect(await watch.changed({ orderId: 'none', resellerId, seen, signal })).toBe('gone');
    const waits = [signal, new AbortController().signal].map((one) =>
      watch.changed({ orderId, resellerId, seen, signal: one }),
    );
    given.abort();
    expect(await waits[0]).toBe('same');
    await watch.close();
    expect(await waits[1]).toBe('same');
    expect(await watch.changed({ orderId, resellerId, seen: 'older', signal: new AbortController().signal })).toBe(
      'same',
    );
  });
});

onServer((opened) => {
  test('when the connection for notices is killed, changes are seen all the same, and notices are heard again', async () => {
    const { store, db, server } = opened();
    const { reseller, order } = await aMarket(store);
    const { resellerId } = reseller;
    const { orderId } = await placed(store, order());
    const { signal } = new AbortController();
    const listen = listenOnServer(server.url);
    const happened: string[] = [];
    let told = () => {};
    const watch = new OrderWatch({
      look: (orderIds) => lookAtAll(db, orderIds),
      listen: (channel, ear) =>
        listen(channel, {
          heard: (payload) => ear.heard(payload),
          open() {
            happened.push('open');
            ear.open();
            told();
          },
          lost() {
            happened.push('lost');
            ear.lost();
            told();
          },
        }),
      lookEveryMs: { ...NEVER, deaf: 20 },
    });
    const until = async (what: string) => {
      while (happened.at(-1) !== what)
        await new Promise<void>((resolve) => {
          told = resolve;
        });
    };
    const next = async (key: string) => {
      const seen = (await store.orders.lookAt(resellerId, orderId))?.version as string;
      const news = watch.changed({ orderId, resellerId, seen, signal });
      await until(happened.at(-1) ?? 'open');
      await store.worker.apply({ orderId, ...step(key) });
      return news;
    };
    expect(await next('heard')).toMatchObject({ order: { state: 'inquiring' } });
    await until('open');
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen order_changes%'`.execute(
      db,
    );
    await until('lost');
    expect(await next('deaf')).toMatchObject({ order: { state: 'inquiring' } });
    await until('open');
    expect(await next('heard again')).toMatchObject({ order: { state: 'inquiring' } });
    expect(happened).toEqual(['open', 'lost', 'open']);
    await watch.close();
  });
});
