import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createAppRouter } from "@/app/routes";
import { isReachable, onConnection } from "@/lib/connection";
import { ApiError, ConnectionLost } from "@/lib/errors";

const FRESH_MS = 15_000;
const MOST_TRIES = 3;

const queries = new QueryClient({
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
// Whatever could not be fetched meanwhile is fetched as soon as Lyceum answers again.
onConnection(() => {
  const hasFailed = ({ state }: { state: { error: Error | null } }) => state.error !== null;
  if (isReachable()) void queries.refetchQueries({ type: "active", predicate: hasFailed });
});
const router = createAppRouter(queries);

/** All of it. */
export function App() {
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}

function isPassing(error: Error): boolean {
  return error instanceof ConnectionLost || (error instanceof ApiError && error.retryable);
}
