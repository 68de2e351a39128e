/** A cancellation while one line is held and the step of another is in hand. */
import { VendorMisconfigured } from '../../activities/vendors/port.ts';
import { RULES } from '../../workflows/contract/order.ts';
import { AT_HAND, twoLines } from '../support/doubles.ts';
import { useSaga } from '../support/saga.ts';

const saga = useSaga();

test('attack: cancelled while one line is held and another is in hand, the order waits on no operator any more', () =>
  saga(async ({ start, update, until, live, world }) => {
    const create = world.vendor.create.bind(world.vendor);
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    world.vendor.create = async (request, context) => {
      if (request.key.endsWith('-1')) throw new VendorMisconfigured('no such role');
      await gate;
      return create(request, context);
    };
    const handle = await start(twoLines({ rules: RULES, administrator: AT_HAND, lineFailure: 'keepOthers' }));
    await until(handle, () => world.record.keys.includes('held:1'));
    await update(handle, 'cancelOrder', { by: 'reseller' });
    const seen = await live(handle);
    open();
    expect(await handle.result()).toMatchObject({ state: 'cancelled' });
    expect(seen).toMatchObject({ state: 'assessingCancellation', waitingOn: { who: 'vendor', kind: 'stepInHand' } });
  }));
