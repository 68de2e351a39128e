/**
 * What keeps an order of this build from going back to the last release: by the id of a patch, or by the name of a history.
 * Tests hold each to be true. A release makes the list anew.
 */
export const NO_WAY_BACK: Readonly<Record<string, string>> = {};
