import { isNotFound } from "@tanstack/react-router";
import { expect, test } from "vitest";
import { ApiError } from "@/lib/errors";
import { leaveIfMissing, leaveUnlessIds } from "@/lib/missing";

const thrown = (act: () => void): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
};
const refused = (status: number) =>
  new ApiError(status, {
    code: "X",
    message: "x",
    details: {},
    path: "/",
    request_id: "r",
    retryable: false,
    timestamp: "2026-01-01T00:00:00Z",
    trace_id: null,
    type: "INTERNAL_ERROR",
  });

test("what is not there leads to the page that says so", () => {
  const error = refused(404);
  expect(thrown(() => leaveIfMissing(error))).toBe(error);
});

test("any other trouble stays on its page", () => {
  for (const error of [refused(422), refused(500), new Error("x"), null]) {
    expect(thrown(() => leaveIfMissing(error))).toBeUndefined();
  }
});

test("only an address with ids in it is asked for", () => {
  expect(thrown(() => leaveUnlessIds({ deckId: "01a1fa28-b577-7009-8f02-eab93d762d0a" }))).toBeUndefined();
  expect(thrown(() => leaveUnlessIds({}))).toBeUndefined();
  expect(isNotFound(thrown(() => leaveUnlessIds({ deckId: "abc" })))).toBe(true);
});
