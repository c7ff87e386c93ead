import { expect, test } from "vitest";
import { everyPage } from "@/lib/paging";

test("pages are read until there is none after", async () => {
  const pages: Record<string, { items: number[]; next_cursor: string | null }> = {
    first: { items: [1, 2], next_cursor: "b" },
    b: { items: [3], next_cursor: null },
  };

  const all = await everyPage(async (cursor) => pages[cursor ?? "first"] ?? { items: [], next_cursor: null });

  expect(all).toEqual([1, 2, 3]);
});
