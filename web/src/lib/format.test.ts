import { expect, test } from "vitest";
import { formats, regional } from "@/lib/format";

test("dates are written as where the reader lives", () => {
  expect(regional("en", ["en-US", "en"])).toBe("en-US");
  expect(regional("en", ["de-AT", "en-AU"])).toBe("en-AU");
  expect(regional("de", ["en-US"])).toBe("de");
  expect(regional("en", ["fr"])).toBe("en-GB");
});

test("a day without a time is that day, wherever the reader is", () => {
  expect(formats("en-GB").day("2026-01-05")).toBe("5 January");
  expect(formats("de").day("2026-01-05")).toBe("5. Januar");
});
