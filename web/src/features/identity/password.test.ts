import { expect, test } from "vitest";
import { missing } from "@/features/identity/password";

const ADA = { email: "ada.lovelace@example.org", full_name: "Ada Lovelace" };

test("an empty password needs everything but to leave out the name", () => {
  expect(missing("", ADA)).toEqual(["length", "upper", "lower", "digit", "special"]);
});

test.each([
  ["Tall-Giraffe-79-hums", []],
  ["tall-giraffe-79-hums", ["upper"]],
  ["TALL-GIRAFFE-79-HUMS", ["lower"]],
  ["Tall-Giraffe-xx-hums", ["digit"]],
  ["TallGiraffe79hums", ["special"]],
  ["Tall-Gir-79", ["length"]],
  ["My-Lovelace-1843!", ["personal"]],
  ["Größe-und-Maß-79", []],
])("%s misses %j", (password, rules) => {
  expect(missing(password, ADA)).toEqual(rules);
});

test("a short name may occur by chance", () => {
  expect(missing("Tall-Adam-79-hums", { email: "a@b.org", full_name: "Ada" })).toEqual([]);
});

test("an address that is being typed is not a name yet", () => {
  expect(missing("Tall-Giraffe-79-hums", { email: "giraffe", full_name: "" })).toEqual([]);
});
