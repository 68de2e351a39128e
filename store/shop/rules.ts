/** Rules of the shop that the store keeps and the pages explain. */
/** How many lines a cart and an order may have; as in the API. */
export const MOST_LINES = 50;

/** The key under which a draft is bought: pressing Buy twice, in whatever tab, is one order. */
export function idempotencyKeyOf(draftId: string): string {
  return `panel-${draftId}`;
}
