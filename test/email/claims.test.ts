/** Two workers with a mailer each, on one database and before one mail server. */
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createSmtpMailer } from '../../activities/email/smtp.ts';
import { createActivities, type Deps, type OpenOrder } from '../../activities/index.ts';
import type { MailClaim } from '../../activities/record/port.ts';
import { openStore } from '../../store/index.ts';
import { onServer } from '../store/databases.ts';
import { aMarket, placed } from '../store/market.ts';
import { doubles } from '../support/doubles.ts';
import { freezingServer } from './freezing-server.ts';

onServer((opened) => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  /** A worker of its own: connections, mailer, activities. `onClaim` hears what each claim came to. */
  async function aWorker(smtpUrl: string, onClaim: (claim: MailClaim) => void = () => {}) {
    const store = await openStore({ databaseUrl: opened().server.url, dataDir: 'unused' });
    const mailer = createSmtpMailer({ url: smtpUrl, from: 'orders@saga.example', timeouts: { connection: 1000 } });
    closing.push(async () => {
      await mailer.close();
      await store.close();
    });
    const { worker } = store;
    const mailLog: Deps['mailLog'] = {
      ...worker,
      async claimMail(...given) {
        const claim = await worker.claimMail(...given);
        onClaim(claim);
        return claim;
      },
    };
    return createActivities({ ...doubles().deps, billing: worker, record: worker, mailLog, mailer });
  }

  async function anOrder(): Promise<{ orderId: string; input: OpenOrder }> {
    const { order } = await aMarket(opened().store);
    const { orderId } = await placed(opened().store, order());
    const ask = { orderId, revision: 1, number: 1, kind: 'first', ends: { after: 'P14D' }, by: 'system' } as const;
    return { orderId, input: { orderId, ask } };
  }

  const attempt = (change: object = {}) =>
    new MockActivityEnvironment({ startToCloseTimeoutMs: 30_000, ...change }, { logger: new DefaultLogger('ERROR') });

  test('a mail server that freezes for longer than the first try: two workers send one mail', async () => {
    const smtp = await freezingServer();
    closing.push(() => smtp.close());
    const { orderId, input } = await anOrder();
    let told = () => {};
    const taken = new Promise<void>((resolve) => {
      told = resolve;
    });
    const one = await aWorker(smtp.url);
    const other = await aWorker(smtp.url, (claim) => claim.kind === 'taken' && told());

    // The first try is local and outlives its two seconds: the worker is told, and the mail is on its way all the same.
    const local = attempt({ isLocal: true });
    const first = local.run(one.openOrder, input).catch((error: Error) => error);
    await smtp.has(1);
    local.cancel('TIMED_OUT');
    const second = attempt().run(other.openOrder, input);
    await Promise.race([taken, smtp.has(2)]);
    smtp.thaw();

    expect(await first).toMatchObject({ name: 'CancelledFailure' });
    expect(await second).toMatchObject({ revision: 1 });
    expect(smtp.arrived).toEqual([`${orderId}.request.1.1@orders.example`]);
    // What the first try left undone, the second one did.
    expect(await opened().store.orders.getAny(orderId)).toMatchObject({ state: 'inquiring' });
    expect(await opened().store.orders.informationRequest(orderId)).toMatchObject({ revision: 1, state: 'sent' });
  });

  test('who ends before the outcome is known says when to try again', async () => {
    const smtp = await freezingServer();
    closing.push(() => smtp.close());
    const { input } = await anOrder();
    const [one, other] = [await aWorker(smtp.url), await aWorker(smtp.url)];
    const first = attempt().run(one.openOrder, input);
    await smtp.has(1);
    const impatient = attempt({ startToCloseTimeoutMs: 900 }).run(other.openOrder, input);
    const failure: unknown = await impatient.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ type: 'MailInHand', nonRetryable: false });
    const wait = Number((failure as ApplicationFailure).nextRetryDelay);
    expect([wait > 0, wait <= 30_000]).toEqual([true, true]);
    smtp.thaw();
    await first;
    expect(smtp.arrived).toHaveLength(1);
  });

  test('a mail that could not be handed over is free again at once, for any worker', async () => {
    const smtp = await freezingServer();
    closing.push(() => smtp.close());
    smtp.thaw();
    const { input } = await anOrder();
    const lonely = await aWorker('smtp://127.0.0.1:1');
    await expect(attempt().run(lonely.openOrder, input)).rejects.toThrow('ESOCKET');
    const claims: MailClaim[] = [];
    const other = await aWorker(smtp.url, (claim) => claims.push(claim));
    await attempt().run(other.openOrder, input);
    expect(claims).toEqual([{ kind: 'claimed' }]);
    expect(smtp.arrived).toHaveLength(1);
  });

  test('a repeat of a mail that was sent, by whatever worker, sends nothing and knows when it was', async () => {
    const smtp = await freezingServer();
    closing.push(() => smtp.close());
    smtp.thaw();
    const { input } = await anOrder();
    const sent = await attempt().run((await aWorker(smtp.url)).openOrder, input);
    expect(await attempt({ attempt: 2 }).run((await aWorker(smtp.url)).openOrder, input)).toEqual(sent);
    expect(smtp.arrived).toHaveLength(1);
  });
});
