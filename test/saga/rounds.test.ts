/** The same details, given to one question and given again to a later one, through the client that everybody uses. */

import { VendorRefused } from '../../activities/vendors/port.ts';
import { OrderClient } from '../../client/index.ts';
import type { OrderStore } from '../../store/store.ts';
import { RULES } from '../../workflows/contract/order.ts';
import { ADMINISTRATOR, anOrder } from '../support/doubles.ts';
import { useSaga } from '../support/saga.ts';

const saga = useSaga();

test('details that were refused once and are given again to a later question are no repeat; a repeat of one answer counts once', () =>
  saga(async ({ env, start, until, world }) => {
    const asked: string[] = [];
    const { create } = world.vendor;
    world.vendor.create = async (request, context) => {
      asked.push(request.administratorEmail);
      // The address is free by the time that it is given for the second time.
      if (asked.length < 3) throw new VendorRefused('email', 'addressInUse', 'the address is in use');
      return create.call(world.vendor, request, context);
    };
    const order = anOrder({ rules: RULES });
    const handle = await start(order);
    await until(handle, ({ revision }) => revision === 1);
    const orders = new OrderClient({ client: env.client, orders: {} as OrderStore, taskQueue: 'unused' });
    const give = async (email: string, round?: number) => {
      const answer = { details: { ...ADMINISTRATOR, email }, by: 'reseller', round } as const;
      expect(await orders.provideAdministrator(order.orderId, answer)).toEqual({ kind: 'accepted' });
    };
    const again = (round: number) =>
      until(handle, () => world.mailer.sent.some(({ messageId }) => messageId.includes(`.correction.${round}@`)));
    await give('one@customer.example');
    await again(1);
    await give('one@customer.example');
    await give('two@customer.example', 2);
    await again(2);
    await give('two@customer.example', 2);
    await give('one@customer.example', 3);
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect(asked).toEqual(['one@customer.example', 'two@customer.example', 'one@customer.example']);
  }));
