import { expect, test } from "vitest";
import { replyOf } from "@/lib/sending";

const envelope = (code: string) => ({ error: { code, message: "So it is." } });

test.each([200, 201])("%i is taken", (status) => {
  expect(replyOf({ status, body: { correct: true }, retryAfter: null }).kind).toBe("taken");
});

test.each([404, 409, 422])("%i is refused for good, with the reason", (status) => {
  const reply = replyOf({ status, body: envelope("NO"), retryAfter: null });
  expect(reply).toEqual({ kind: "refused", refusal: { status, code: "NO", message: "So it is." } });
});

test.each([408, 425, 500, 503])("%i is tried again", (status) => {
  expect(replyOf({ status, body: envelope("BUSY"), retryAfter: null })).toEqual({
    kind: "later",
    delay: "busy",
  });
});

test("the time that the server names is kept to", () => {
  expect(replyOf({ status: 429, body: envelope("BUSY"), retryAfter: "7" })).toMatchObject({
    delay: "tooOften",
    afterMs: 7000,
  });
  expect(replyOf({ status: 503, body: "<html>", retryAfter: "soon" })).toEqual({
    kind: "later",
    delay: "connection",
  });
});

test("whoever is signed out loses nothing", () => {
  const reply = { kind: "later", delay: "signedOut" };
  expect(replyOf({ status: 401, body: envelope("UNAUTHENTICATED"), retryAfter: null })).toEqual(reply);
  expect(replyOf({ status: 403, body: envelope("CSRF_FAILED"), retryAfter: null }).kind).toBe("later");
});
