import { notFound } from "@tanstack/react-router";
import { ApiError } from "@/lib/errors";

const NOT_FOUND = 404;
const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether something is not there, or is somebody else's. */
export function isMissing(error: unknown): boolean {
  return error instanceof ApiError && error.status === NOT_FOUND;
}

/** Leaves a page whose own thing is missing to the one that says so; others of its errors it shows itself. */
export function leaveIfMissing(error: unknown): void {
  if (isMissing(error)) throw error;
}

/** Likewise for an address in which no id stands where one has to. */
export function leaveUnlessIds(params: Readonly<Record<string, string>>): void {
  if (!Object.values(params).every((each) => ID.test(each))) throw notFound();
}
