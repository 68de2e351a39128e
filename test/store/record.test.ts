import type { OrderEvent } from '../../workflows/contract/events.ts';
import type { AcceptedAnswer } from '../../workflows/contract/messages.ts';
import type { RecordChange } from '../../workflows/contract/record.ts';
import { isTerminal, mayBecome, ORDER_STATES, type OrderStateName } from '../../workflows/contract/states.ts';
import { onEachDatabase } from './databases.ts';
import { aMarket, placed } from './market.ts';

const DAY = 24 * 60 * 60 * 1000;
const until = new Date(Date.UTC(2026, 11, 1)).toISOString();
const waitingOn = { who: 'customer', kind: 'administratorDetails', since: until } as const;
const SOMETHING: OrderEvent = { kind: 'vendorLate', lineId: 'x-1' };
const answerOf = (firstName: string): AcceptedAnswer => ({
  by: 'customer',
  at: until,
  details: { firstName, lastName: 'Admin', email: 'ada@example.com' },
});

onEachDatabase((opened) => {
  async function anOrder(state: OrderStateName = 'acknowledged') {
    const { store, db } = opened();
    const { order } = await aMarket(store);
    const { orderId, updatedAt } = await placed(store, order());
    await db.updateTable('orders').set({ state }).where('order_id', '=', orderId).execute();
    let events = 0;
    const change = (to: OrderStateName, more: Partial<RecordChange> = {}) =>
      store.worker.apply({
        orderId,
        key: `event-${++events}`,
        state: to,
        event: SOMETHING,
        by: 'system',
        ...more,
      });
    const read = async () => {
      const stored = await store.orders.getAny(orderId);
      if (!stored) throw new Error('the order is gone');
      return stored;
    };
    const sent = (revision: number, email = 'ada@example.com') =>
      store.worker.informationRequestSent({ orderId, revision, to: { email }, until });
    const requestState = async (revision?: number) => (await store.orders.informationRequest(orderId, revision))?.state;
    return { orderId, updatedAt, change, read, sent, requestState };
  }

  test('a change writes state, wait, lines, answer and timeline together', async () => {
    const { orderId, updatedAt, change, read } = await anOrder();
    const lines = [{ lineId: `${orderId}-1`, state: 'active' as const, subscriptionId: 'sub-1' }];
    const answer = answerOf('Ada');
    expect(await change('inquiring', { waitingOn, lines, answer, cause: 'undeliverable', by: 'vendor' })).toBe(
      'applied',
    );
    const stored = await read();
    expect(stored).toMatchObject({ state: 'inquiring', waitingOn, lines, answer, cause: 'undeliverable' });
    expect(stored.timeline?.map(({ event, by }) => [event, by])).toEqual([
      [{ kind: 'orderAccepted' }, 'reseller'],
      [SOMETHING, 'vendor'],
    ]);
    expect(Date.parse(stored.updatedAt)).toBeGreaterThanOrEqual(Date.parse(updatedAt));
  });

  test('what a change does not name stays, but a cause ends with its state, and a wait with `null`', async () => {
    const { orderId, change, read } = await anOrder();
    const lines = [{ lineId: `${orderId}-1`, state: 'processing' as const, subscriptionId: 'sub-1' }];
    await change('held', { waitingOn, lines, cause: 'vendorUnavailable' });
    await change('held');
    expect(await read()).toMatchObject({ cause: 'vendorUnavailable', waitingOn, lines });
    await change('inProgress', { lines: [{ lineId: `${orderId}-1`, state: 'active' }] });
    expect(await read()).toMatchObject({ waitingOn, lines: [{ state: 'active', subscriptionId: 'sub-1' }] });
    expect((await read()).cause).toBeUndefined();
    await change('inProgress', { waitingOn: null });
    expect((await read()).waitingOn).toBeUndefined();
  });

  test('the same change arriving again changes nothing', async () => {
    const { change, read } = await anOrder();
    expect(await change('inquiring', { key: 'asked', waitingOn })).toBe('applied');
    await change('pending', { waitingOn: null });
    const before = await read();
    expect(await change('inquiring', { key: 'asked', waitingOn })).toBe('repeated');
    expect(await read()).toEqual(before);
  });

  test('a state is followed only by those that the transition table allows, and a terminal one by none', async () => {
    for (const from of ORDER_STATES) {
      for (const to of ORDER_STATES) {
        const { change, read } = await anOrder(from);
        const before = await read();
        const allowed = mayBecome(from, to);
        expect([from, to, await change(to, { waitingOn })]).toEqual([from, to, allowed ? 'applied' : 'forbidden']);
        if (allowed) expect((await read()).state).toBe(to);
        else expect(await read()).toEqual(before);
      }
    }
  });

  test('a step that comes after a later one has written changes nothing but its own lines', async () => {
    const { orderId, change, read } = await anOrder('inProgress');
    const lineOf = (n: number) => ({ lineId: `${orderId}-${n}`, state: 'processing' as const });
    expect(await change('held', { turn: 4, waitingOn, cause: 'vendorUnavailable' })).toBe('applied');
    const held = await read();
    expect(await change('inProgress', { turn: 3, waitingOn: null })).toBe('late');
    expect(await read()).toEqual(held);
    expect(await change('inProgress', { turn: 3, waitingOn: null, lines: [lineOf(1)] })).toBe('late');
    expect(await read()).toMatchObject({ state: 'held', cause: 'vendorUnavailable', waitingOn, lines: [lineOf(1)] });
    // What comes in turn counts, and so does what an earlier release wrote, which had no turns.
    expect(await change('inProgress', { turn: 4, waitingOn: null })).toBe('applied');
    expect(await change('held')).toBe('applied');
    expect(await change('failed', { turn: 5, cause: 'givenUp' })).toBe('applied');
    expect(await change('held', { turn: 4, lines: [lineOf(1)] })).toBe('forbidden');
  });

  test('an end counts in whatever turn it comes: nothing comes after it, and Temporal may have been set back', async () => {
    const { orderId, change, read } = await anOrder('inquiring');
    await change('inquiring', { turn: 7, waitingOn });
    const lines = [{ lineId: `${orderId}-1`, state: 'terminated' as const }];
    expect(await change('cancelled', { key: 'ended', turn: 2, cause: 'requested', lines })).toBe('applied');
    expect(await read()).toMatchObject({ state: 'cancelled', cause: 'requested', lines });
  });

  test('the deadline of a link is that of the last turn, in whatever order they are recorded', async () => {
    const { orderId } = await anOrder('inquiring');
    const { worker, orders } = opened().store;
    const later = new Date(Date.parse(until) + DAY).toISOString();
    const link = { orderId, revision: 1, to: { email: 'ada@example.com' } };
    await worker.informationRequestSent({ ...link, until: later, turn: 2 });
    await worker.informationRequestSent({ ...link, until, turn: 1 });
    expect(await orders.informationRequest(orderId)).toMatchObject({ until: later, state: 'sent' });
  });

  test('an order that has ended waits on nobody', async () => {
    const { change, read } = await anOrder();
    await change('inquiring', { waitingOn });
    await change('expired', { cause: 'customerNoResponse' });
    expect((await read()).waitingOn).toBeUndefined();
  });

  test('the first accepted answer stands', async () => {
    const { change, read } = await anOrder('inquiring');
    await change('pending', { answer: answerOf('Ada') });
    await change('pending', { answer: answerOf('Eve') });
    expect((await read()).answer).toEqual(answerOf('Ada'));
  });

  test('an answer to a correction takes the place of the one that was refused, and no earlier or equal round does', async () => {
    const { change, read } = await anOrder('inquiring');
    const corrected = { ...answerOf('Eve'), round: 2 };
    await change('pending', { answer: answerOf('Ada') });
    await change('inquiring');
    await change('pending', { answer: corrected });
    expect((await read()).answer).toEqual(corrected);
    await change('pending', { answer: { ...answerOf('Mallory'), round: 2 } });
    await change('pending', { answer: answerOf('Ada') });
    expect((await read()).answer).toEqual(corrected);
  });

  test('answers of several rounds that are recorded at the same time leave the last', async () => {
    const { change, read } = await anOrder('pending');
    const rounds = [3, 1, 10, 2, 9];
    await Promise.all(rounds.map((round) => change('pending', { answer: { ...answerOf(`R${round}`), round } })));
    expect((await read()).answer).toMatchObject({ round: 10, details: { firstName: 'R10' } });
  });

  test("a line of another order is not touched by an order's change", async () => {
    const [one, other] = [await anOrder(), await anOrder()];
    await one.change('held', { lines: [{ lineId: `${other.orderId}-1`, state: 'terminated' }] });
    expect((await other.read()).lines[0]?.state).toBe('draft');
  });

  test('a new link supersedes the earlier ones, and a repeat keeps the first instant of sending', async () => {
    const { orderId, sent, requestState } = await anOrder('inquiring');
    expect(await requestState()).toBeUndefined();
    await sent(1);
    const first = await opened().store.orders.informationRequest(orderId);
    expect(first).toMatchObject({ revision: 1, state: 'sent', to: { email: 'ada@example.com' }, until });
    expect(Math.abs(Date.now() - Date.parse(first?.sentAt ?? ''))).toBeLessThan(DAY);
    await sent(1);
    expect(await opened().store.orders.informationRequest(orderId, 1)).toEqual(first);
    await sent(2, 'new@example.com');
    expect([await requestState(1), await requestState(2), await requestState(3)]).toEqual([
      'superseded',
      'sent',
      undefined,
    ]);
    expect(await opened().store.orders.informationRequest(orderId)).toMatchObject({ to: { email: 'new@example.com' } });
    await sent(1);
    expect([await requestState(1), await requestState()]).toEqual(['superseded', 'sent']);
  });

  test('a link is accepted by the answer, expires with the order, and is revoked by any other end', async () => {
    const ends: [OrderStateName, string][] = ORDER_STATES.filter(isTerminal).map((state) => [
      state,
      state === 'expired' ? 'expired' : 'revoked',
    ]);
    for (const [end, expected] of ends) {
      const { change, sent, requestState } = await anOrder('held');
      await sent(1);
      await sent(2);
      if ((await change(end)) === 'applied')
        expect([end, await requestState(1), await requestState()]).toEqual([end, 'superseded', expected]);
    }
    const answered = await anOrder('inquiring');
    await answered.sent(1);
    await answered.change('pending', { answer: answerOf('Ada') });
    expect(await answered.requestState()).toBe('accepted');
    await answered.change('cancelled');
    expect(await answered.requestState()).toBe('accepted');
  });

  test('a link whose record comes after the end of the order, or after a newer link, is not recorded as working', async () => {
    const cancelled = await anOrder('cancelled');
    await cancelled.sent(1);
    expect(await cancelled.requestState()).toBe('revoked');
    const expired = await anOrder('expired');
    await expired.sent(1);
    expect(await expired.requestState()).toBe('expired');
    const overtaken = await anOrder('inquiring');
    await overtaken.sent(2);
    await overtaken.sent(1);
    expect([await overtaken.requestState(1), await overtaken.requestState(2)]).toEqual(['superseded', 'sent']);
  });

  test('a request whose mail comes back is bounced, unless it was answered or is over', async () => {
    const { worker } = opened().store;
    const open = await anOrder('inquiring');
    await open.sent(1);
    const bounced = (revision: number) => worker.informationRequestBounced(open.orderId, revision);
    expect([await bounced(1), await bounced(1), await bounced(2)]).toEqual([true, false, false]);
    // A mail more with the same link does not make it good again; a new link is another request.
    await open.sent(1);
    expect(await open.requestState(1)).toBe('bounced');
    await open.sent(2);
    expect([await open.requestState(1), await open.requestState(2)]).toEqual(['bounced', 'sent']);

    const answered = await anOrder('inquiring');
    await answered.sent(1);
    await answered.change('pending', { answer: answerOf('Ada') });
    expect(await worker.informationRequestBounced(answered.orderId, 1)).toBe(false);
    expect(await answered.requestState(1)).toBe('accepted');
  });

  test('writing about an order that does not exist is an error', async () => {
    const { worker } = opened().store;
    const nothing = 'ZZZZZZZZZ1';
    const change: RecordChange = { orderId: nothing, key: 'x', state: 'held', event: SOMETHING, by: 'system' };
    await expect(worker.apply(change)).rejects.toThrow('There is no order');
    await expect(
      worker.informationRequestSent({ orderId: nothing, revision: 1, to: { email: 'a@example.com' }, until }),
    ).rejects.toThrow('no order');
    await expect(worker.reserveCredit(nothing)).rejects.toThrow('There is no order');
    await expect(worker.closeBilling(`${nothing}-1`)).rejects.toThrow('There is no order line');
  });

  test('the first record of a Message-ID stands', async () => {
    const { worker } = opened().store;
    const { orderId } = await anOrder();
    const mail = { messageId: `${orderId}.1.0@order-saga`, orderId, kind: 'request', at: '2026-11-24T08:00:00.123Z' };
    expect(await worker.mailSent(mail, 'one')).toBe(mail.at);
    expect(await worker.mailSent({ ...mail, at: '2026-11-25T08:00:00.000Z' }, 'other')).toBe(mail.at);
  });

  test('a mail is whose who claimed it: until it is sent, is given back, or its time is up', async () => {
    const { worker } = opened().store;
    const { orderId } = await anOrder();
    const messageId = `${orderId}.claimed@order-saga`;
    const claim = (by: string, leaseMs = 60_000) => worker.claimMail(messageId, by, leaseMs);
    expect(await claim('one')).toEqual({ kind: 'claimed' });
    const taken = await claim('other');
    const rest = taken.kind === 'taken' ? taken.forMs : 0;
    expect([rest > 0, rest <= 60_000]).toEqual([true, true]);
    // Nobody gives back what is another's.
    await worker.giveBackMail(messageId, 'other');
    expect(await claim('other')).toMatchObject({ kind: 'taken' });
    await worker.giveBackMail(messageId, 'one');
    expect(await claim('other', -1)).toEqual({ kind: 'claimed' });
    // Its time was up at once, so it can be taken over.
    expect(await claim('third')).toEqual({ kind: 'claimed' });
    const at = '2026-11-24T08:00:00.123Z';
    await worker.mailSent({ messageId, orderId, kind: 'request', at }, 'third');
    expect(await claim('fourth')).toEqual({ kind: 'sent', at });
    expect(await claim('fifth')).toEqual({ kind: 'sent', at });
  });

  test('a mail that an earlier release has sent is sent', async () => {
    const { db, store } = opened();
    const { orderId } = await anOrder();
    const [messageId, at] = [`${orderId}.earlier@order-saga`, '2026-11-24T08:00:00.123Z'];
    await db.insertInto('mail_log').values({ message_id: messageId, order_id: orderId, kind: 'request', at }).execute();
    expect(await store.worker.claimMail(messageId, 'one', 1000)).toEqual({ kind: 'sent', at });
  });
});
