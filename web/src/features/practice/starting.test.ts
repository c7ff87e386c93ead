import { expect, test } from "vitest";
import type { Review, Session } from "@/features/practice/queries";
import { bodyOf, kindOf, openAmong, reviewOf, sameAmong, wishOf } from "@/features/practice/starting";

const NOW = new Date("2026-01-05T12:00:00Z");
const SESSION: Session = {
  id: "s",
  kind: "practice",
  scope: { subject_id: "economics", deck_id: null, document_id: null, skill_ids: null },
  length: 20,
  answered: 3,
  started_at: "2026-01-05T11:00:00Z",
  ended_at: null,
  mix: null,
  left_out: 0,
};

test("an address starts what it names, and nothing if it names nothing", () => {
  expect(bodyOf({ subject: "e" })).toEqual({ subject_id: "e", kind: "practice" });
  expect(bodyOf({ skill: "k", kind: "review" })).toEqual({ skill_ids: ["k"], kind: "review" });
  expect(bodyOf({ kind: "review" })).toBe("due");
  expect([bodyOf({}), bodyOf({ kind: "quiz" })]).toEqual([undefined, undefined]);
  expect([kindOf("placement"), kindOf("nonsense"), kindOf(3)]).toEqual(["placement", undefined, undefined]);
});

test("a review of all that is due names each skill once, at most a hundred", () => {
  const due = Array.from({ length: 150 }, (_, n) => ({ item: { skills: [`k${n}`, "shared"] } }) as Review);
  const body = reviewOf(due, 30);
  expect(body?.skill_ids).toHaveLength(100);
  expect(body?.skill_ids?.slice(0, 3)).toEqual(["k0", "shared", "k1"]);
  expect(reviewOf([])).toBeUndefined();
});

test("sessions that ended, or have nothing left, are not open", () => {
  const others = [
    { ...SESSION, ended_at: "2026-01-05T11:30:00Z" },
    { ...SESSION, answered: 20 },
  ];
  expect(openAmong([...others, SESSION])).toEqual([SESSION]);
});

test("the same session is gone on with rather than begun again, unless it is of another day or mix", () => {
  const body = { subject_id: "economics", kind: "practice" } as const;
  expect(sameAmong([SESSION], body, NOW)).toBe(SESSION);
  expect(sameAmong([SESSION], { ...body, kind: "quiz" }, NOW)).toBeUndefined();
  expect(sameAmong([SESSION], { document_id: "economics", kind: "practice" }, NOW)).toBeUndefined();
  expect(sameAmong([{ ...SESSION, started_at: "2026-01-03T11:00:00Z" }], body, NOW)).toBeUndefined();
  expect(sameAmong([{ ...SESSION, mix: { demand: 1 } }], body, NOW)).toBeUndefined();
});

test("what a session has practised can be practised again", () => {
  expect(wishOf(SESSION.scope)).toEqual({ subject: "economics" });
  expect(wishOf({ skill_ids: ["k"] })).toEqual({ skill: "k" });
  expect(wishOf({ skill_ids: ["k", "l"] })).toEqual({});
});
