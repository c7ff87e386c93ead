import { expect, test } from "vitest";
import { isHead, leads, mayRemove } from "@/features/people/ranks";

test("teachers and co-teachers lead a class, students do not", () => {
  expect(["teacher", "co_teacher", "student", null].map((role) => leads("class", role))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(isHead("class", "co_teacher")).toBe(false);
});

test("who leads removes those below, and never an equal", () => {
  expect(mayRemove("group", "owner", "moderator")).toBe(true);
  expect(mayRemove("group", "moderator", "member")).toBe(true);
  expect(mayRemove("group", "moderator", "moderator")).toBe(false);
  expect(mayRemove("group", "member", "member")).toBe(false);
  expect(mayRemove("group", null, "member")).toBe(false);
});
