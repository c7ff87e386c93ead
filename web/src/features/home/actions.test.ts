import { expect, test } from "vitest";
import { deedOf } from "@/features/home/actions";

const NOWHERE = { session_id: null, subject_id: null, document_id: null, job_id: null, title: null };

test("a session that was begun is gone on with", () => {
  expect(deedOf({ action: "continue", target: { ...NOWHERE, session_id: "s" } })).toEqual({
    kind: "session",
    sessionId: "s",
  });
});

test("practising is of the subject, placement finds where to start in it", () => {
  const target = { ...NOWHERE, subject_id: "x" };

  expect(deedOf({ action: "practise", target })).toEqual({
    kind: "practise",
    subjectId: "x",
    session: "practice",
  });
  expect(deedOf({ action: "place", target })).toEqual({
    kind: "practise",
    subjectId: "x",
    session: "placement",
  });
});

test("waiting shows the document that is being read", () => {
  expect(deedOf({ action: "wait", target: { ...NOWHERE, document_id: "d" } })).toEqual({
    kind: "document",
    documentId: "d",
  });
});

test.each([
  ["review", "/review"],
  ["upload", "/library"],
  ["rest", "/progress"],
  ["practise", "/library"],
] as const)("%s without a target opens %s", (action, to) => {
  expect(deedOf({ action, target: NOWHERE })).toEqual({ kind: "open", to });
});
