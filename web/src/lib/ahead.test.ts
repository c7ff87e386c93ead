import { afterEach, expect, test } from "vitest";
import { endAhead, takeAhead } from "@/lib/ahead";

const URL_ASKED = "http://localhost/api/v1/documents?limit=5";

afterEach(endAhead);

test("what was asked for ahead is given once, in the language it was asked in", async () => {
  const answer = Promise.resolve(new Response("early"));
  window.lyceumAhead = { language: "de", answers: new Map([["/api/v1/documents?limit=5", answer]]) };

  expect(takeAhead(asked("de"))).toBe(answer);
  expect(takeAhead(asked("de"))).toBeUndefined();
});

test("another language, another method and a later time are asked anew", () => {
  const ahead = () => {
    const answers = new Map([["/api/v1/documents?limit=5", Promise.resolve(new Response("early"))]]);
    window.lyceumAhead = { language: "de", answers };
  };

  ahead();
  expect(takeAhead(asked("en"))).toBeUndefined();
  ahead();
  expect(takeAhead(asked("de", "POST"))).toBeUndefined();
  endAhead();
  expect(takeAhead(asked("de"))).toBeUndefined();
});

function asked(language: string, method = "GET"): Request {
  return new Request(URL_ASKED, { method, headers: { "accept-language": language } });
}
