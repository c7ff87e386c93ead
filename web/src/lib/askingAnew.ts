import type { QueryClient } from "@tanstack/react-query";

/** Asks for everything anew, because the server would say it differently now; also for what is still on its way. */
export async function askAnew(queries: QueryClient): Promise<void> {
  // A first answer on its way would pass for one that was asked for now.
  await queries.cancelQueries();
  await queries.invalidateQueries();
}
