/**
 * What the pages of somebody ask the API for first, word for word as they will: asked for while their code is on its
 * way. `$1` is the id in the page's address. A read that the page does not make any more is fetched in vain; a test
 * (`tests/e2e/test_first_view.py`) tells.
 */
export const READS: Readonly<Record<string, readonly string[]>> = {
  "/": [
    "/api/v1/progress/me/now",
    "/api/v1/documents?limit=5",
    "/api/v1/progress/me",
    "/api/v1/progress/me/documents",
  ],
  "/library": [
    "/api/v1/subjects?limit=100",
    "/api/v1/documents?limit=100",
    "/api/v1/documents/limits",
    "/api/v1/progress/me/subjects",
    "/api/v1/progress/me/documents",
  ],
  "/sessions/$sessionId": ["/api/v1/practice/next?session_id=$1"],
};

/** What every page of somebody asks for. */
export const PERSON = "/api/v1/users/me";
