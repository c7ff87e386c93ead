import { expect, test } from "vitest";
import { ownPath } from "@/lib/ownPath";

const HERE = "http://127.0.0.1:8000";

test.each(["/library", "/documents/7?page=3&quote=a%20b#top", "/"])("%s is gone on to", (path) => {
  expect(ownPath(path, HERE)).toBe(path);
});

test.each([
  undefined,
  "",
  "library",
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "javascript:alert(1)",
  "/sign-in?next=/sign-in",
  "/register",
  "/api/v1/users/me",
])("%j leads to the start", (next) => {
  expect(ownPath(next, HERE)).toBe("/");
});
