/**
 * What keeps an order of this build from going back to the last release: by the id of a patch, or by the name of a history.
 * Tests hold each to be true. A release makes the list anew.
 */
const NOTICES = 'tells those concerned by calls of their own';
const BOUNCES = 'knows of a mail that came back';
const RULES_2 = 'goes by rules that the last release does not know';

export const NO_WAY_BACK: Readonly<Record<string, string>> = {
  'a-mailbox-that-puts-mail-off-for-weeks-keeps-neither-the-customer-from-being-told-nor-the': NOTICES,
  'a-new-link-whose-mail-is-refused-for-good-leaves-the-delivered-one-working': NOTICES,
  'an-address-that-is-refused-at-once-is-told-to-the-reseller-by-mail-too': NOTICES,
  'a-report-of-a-mail-that-another-has-replaced-changes-nothing': BOUNCES,
  'a-request-that-comes-back-before-its-receipt-is-in-the-reseller-is-told-all-the-same': BOUNCES,
  'a-request-that-comes-back-the-reseller-is-told-and-waited-for-nobody-is-reminded-and-anoth': BOUNCES,
  'an-order-that-gets-useless-signals-without-end-goes-on-in-a-new-run-with-its-links-its-dea':
    'goes on in a new run, which waits already',
  'a-correction-that-nobody-makes-the-order-expires-and-its-credit-is-free-again': RULES_2,
  'a-reminder-of-a-correction-and-one-that-is-sent-again-still-say-what-the-vendor-refused-in': RULES_2,
  'a-removal-that-the-vendor-puts-off-keeps-no-credit-reserved': RULES_2,
  'a-subscription-that-an-operator-has-found-at-the-vendor-is-adopted-with-who-and-why': RULES_2,
  'a-subscription-that-an-operator-names-is-removed-and-the-line-is-given-up': RULES_2,
  'after-three-corrections-that-the-vendor-refuses-as-well-an-operator-decides': RULES_2,
  'an-order-on-hold-ends-as-the-panel-s-page-says-before-it-is-cancelled-by-the-rules-of-new': RULES_2,
  'cancelled-while-the-last-step-is-in-hand-it-ends-first-and-the-order-is-completed': RULES_2,
  'cancelled-while-the-vendor-is-away-it-is-not-tried-again-and-everything-is-undone': RULES_2,
  'cancelled-while-provisioning-an-order-goes-through-the-states-that-the-api-s-documentation': RULES_2,
  'details-that-were-refused-once-and-are-given-again-to-a-later-question-are-no-repeat-a-rep': RULES_2,
  'of-two-lines-one-is-given-up-by-an-operator-and-the-other-is-kept': RULES_2,
  'of-two-lines-one-is-refused-and-the-reseller-wants-all-or-nothing-everything-is-undone': RULES_2,
  'of-two-lines-one-is-refused-and-the-reseller-wants-the-others-kept-partial-and-only-what-i': RULES_2,
  'operators-are-told-of-a-hold-and-again-each-week-until-it-has-its-end': RULES_2,
  'the-mail-that-asks-the-reseller-for-corrections-names-the-fields-and-no-details': RULES_2,
  'what-the-vendor-makes-late-after-an-undo-whose-creation-was-in-doubt-is-found-by-a-later-l': RULES_2,
  'what-the-vendor-refuses-of-a-customer-s-answer-the-customer-is-asked-to-correct-by-a-new-l': RULES_2,
  'what-the-vendor-refuses-of-a-reseller-s-details-the-reseller-is-asked-to-correct-and-nobod': RULES_2,
};
