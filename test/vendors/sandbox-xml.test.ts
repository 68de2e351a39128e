/**
 * The adapter with a mistake in its XML that it makes both ways, so that it always reads back what it wrote: an
 * ampersand is escaped twice, and unescaped twice. Only a vendor that reads by itself can tell.
 */
import { ADMINISTRATOR, callOf, orderOf } from './contract.ts';
import { KeepitBench, SOURCE } from './keepit-bench.ts';

jest.mock('../../activities/vendors/keepit/xml.ts', () => {
  type Xml = typeof import('../../activities/vendors/keepit/xml.ts');
  const xml: Xml = jest.requireActual('../../activities/vendors/keepit/xml.ts');
  return {
    ...xml,
    writeXml: (root) => xml.writeXml(root).replaceAll('&amp;', '&amp;amp;'),
    parseXml: (text) => xml.parseXml(text.replaceAll('&amp;amp;', '&amp;')),
  } satisfies Xml;
});

test('a mistake that the adapter makes in writing and in reading alike is seen at the vendor', async () => {
  const vendor = await KeepitBench.start();
  try {
    const order = orderOf(SOURCE, 'line&1');
    const made = await vendor.adapter.create(order, callOf());
    // The adapter is content with itself.
    expect(await vendor.adapter.find(order, callOf().signal)).toEqual({ ...made, active: true });
    expect(await vendor.subscriptions()).toMatchObject([
      { externalId: 'line&amp;1', companyname: ADMINISTRATOR.companyName?.replace('&', '&amp;') },
    ]);
  } finally {
    await vendor.close();
  }
});
