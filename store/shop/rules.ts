/** The key under which a draft is bought: pressing Buy twice, in whatever tab, is one order. */
export function idempotencyKeyOf(draftId: string): string {
  return `panel-${draftId}`;
}
