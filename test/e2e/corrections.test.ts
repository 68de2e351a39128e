/** A customer corrects what the vendor has refused, from mail to mail and page to page. */
import { eventually, useProduct } from '../support/product.ts';
import { answer, linksIn, mailboxOf, open, send } from './mailbox.ts';
import { administrator, resellerOf } from './reseller.ts';
import { vendorOf } from './vendor.ts';

const product = useProduct();
const reseller = resellerOf(product);
const mailbox = mailboxOf(product);
const vendor = vendorOf(product);

afterEach(() => vendor.disarm());

test('a refused field goes back to the customer who gave it, with a new link; corrected, the same order is completed', async () => {
  const customer = await reseller.customer();
  const { orderId } = await reseller.place(customer.id);
  const first = await mailbox.link(orderId, customer.mailbox);
  await vendor.fault({ operation: 'create', fault: 'refuseField', field: 'fullname', reason: 'too long' });
  const details = administrator('Adelheid');
  expect((await send(first, details)).status).toBe(303);

  const mails = await mailbox.arrived(orderId, 2, customer.mailbox);
  expect(mails.at(-1)?.text).toContain('- First name: too long for the vendor');
  const link = linksIn(mails.at(-1) ?? { text: '' }).at(-1) as string;
  expect(link).not.toBe(first);
  const asked = await reseller.until(orderId, 'asking for a correction', ({ waitingOn }) => !!waitingOn?.corrections);
  expect(asked).toMatchObject({
    state: 'inquiring',
    waitingOn: { who: 'customer', corrections: [{ field: 'firstName', code: 'tooLong' }] },
    administrator: { details },
  });
  expect((await open(first)).html).toContain('There is a newer link');
  // The record follows the mail in a moment.
  const form = await eventually(
    'the form of the correction',
    () => open(link),
    ({ html }) => html.includes('id="firstName-error"'),
  );
  expect(form.html).toContain('value="Adelheid"');

  const again = await send(link, details);
  expect([again.status, again.html.includes('First name: too long for the vendor')]).toEqual([422, true]);
  expect((await answer(link, { ...details, firstName: 'Ada' })).html).toContain('Thank you, we have the details');
  const ended = await reseller.ended(orderId);
  expect(ended).toMatchObject({ state: 'completed', administrator: { details: { firstName: 'Ada' } } });
  expect(await vendor.held(ended)).toMatchObject([{ fullname: 'Ada Lovelace' }]);
  expect((await open(first)).status).toBe(410);
});
