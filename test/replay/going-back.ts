/**
 * What keeps an order of this build from going back to the last release: by the id of a patch, or by the name of a history.
 * Tests hold each to be true. A release makes the list anew. Orders of rules that the last release does not know are not
 * listed: none of them may go back.
 */
const NOTICES = 'tells those concerned by calls of their own';
const BOUNCES = 'knows of a mail that came back';

/** The highest rules that the last release knows. */
export const RULES_OF_LAST = 1;

export const NO_WAY_BACK: Readonly<Record<string, string>> = {
  'a-mailbox-that-puts-mail-off-for-weeks-keeps-neither-the-customer-from-being-told-nor-the': NOTICES,
  'a-new-link-whose-mail-is-refused-for-good-leaves-the-delivered-one-working': NOTICES,
  'an-address-that-is-refused-at-once-is-told-to-the-reseller-by-mail-too': NOTICES,
  'a-report-of-a-mail-that-another-has-replaced-changes-nothing': BOUNCES,
  'a-request-that-comes-back-before-its-receipt-is-in-the-reseller-is-told-all-the-same': BOUNCES,
  'a-request-that-comes-back-the-reseller-is-told-and-waited-for-nobody-is-reminded-and-anoth': BOUNCES,
  'an-order-that-gets-useless-signals-without-end-goes-on-in-a-new-run-with-its-links-its-dea':
    'goes on in a new run, which waits already',
};
