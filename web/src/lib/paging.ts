type Paged<T> = { readonly items: readonly T[]; readonly next_cursor?: string | null };

/** The most that the API gives at once. */
export const PAGE_LIMIT = 100;

/** Everything of a list that comes in pages, for lists that a person can overlook. */
export async function everyPage<T>(read: (cursor: string | undefined) => Promise<Paged<T>>): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    all.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}
