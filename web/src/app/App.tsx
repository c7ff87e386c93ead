import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createAppRouter } from "@/app/routes";
import { isReachable, onConnection } from "@/lib/connection";
import { ApiError, ConnectionLost, isTooOften } from "@/lib/errors";
import { onPauseOver, pauseFor } from "@/lib/pauses";

const FRESH_MS = 15_000;
const MOST_TRIES = 3;
// Where the answer did not say for how long.
const PAUSE_S = 10;

const queries = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => isTooOften(error) && pauseFor(error.retryAfterS ?? PAUSE_S),
  }),
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      // The browser's own idea of being online is wrong on a machine without a network that runs its own Lyceum.
      networkMode: "always",
      retry: (tries, error) => isPassing(error) && tries < MOST_TRIES,
    },
    mutations: { networkMode: "always", retry: false },
  },
});
/** Whatever could not be fetched meanwhile is fetched as soon as Lyceum answers again. */
function fetchWhatFailed() {
  const hasFailed = ({ state }: { state: { error: Error | null } }) => state.error !== null;
  if (isReachable()) void queries.refetchQueries({ type: "active", predicate: hasFailed });
}
onConnection(fetchWhatFailed);
onPauseOver(fetchWhatFailed);
const router = createAppRouter(queries);

/** Whether neither a page nor anything it shows is on its way. */
export function isQuiet(): boolean {
  return router.state.status === "idle" && queries.isFetching() === 0;
}

/** All of it. */
export function App() {
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}

function isPassing(error: Error): boolean {
  if (isTooOften(error)) return false;
  return error instanceof ConnectionLost || (error instanceof ApiError && error.retryable);
}
