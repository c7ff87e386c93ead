import { loadMoreTexts } from "@/lib/i18n";

type Page = typeof import("@/features/home/TodayPage").TodayPage;

let page: Page | undefined;

/** The page of somebody who is signed in, if it was fetched. */
export function todayPage(): Page | undefined {
  return page;
}

/** Fetches it, with its texts. */
export async function readToday(): Promise<Page> {
  const [{ TodayPage }] = await Promise.all([import("@/features/home/TodayPage"), loadMoreTexts()]);
  page = TodayPage;
  return page;
}
