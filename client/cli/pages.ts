/** All items of a list that is read page by page, until there is no further cursor. */
export async function everyItem<T>(
  read: (cursor: string | undefined) => Promise<{ items: T[]; nextCursor?: string | null | undefined }>,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}
