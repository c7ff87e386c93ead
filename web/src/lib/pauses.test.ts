import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { noteTooOften, onPauseOver, pauseFor, stillRefused, usePause, useSecondsUntil } from "@/lib/pauses";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

test("a pause ends once, at the latest moment that was asked for", () => {
  const over = vi.fn();
  const stop = onPauseOver(over);

  pauseFor(5);
  pauseFor(2);
  vi.advanceTimersByTime(4_900);
  expect(over).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);

  expect(over).toHaveBeenCalledOnce();
  stop();
});

test("who looks sees the seconds that are left, and then that it is over", () => {
  const { result } = renderHook(() => useSecondsUntil(usePause()));
  expect(result.current).toBe(0);

  act(() => pauseFor(3));
  expect(result.current).toBe(3);
  act(() => void vi.advanceTimersByTime(1_000));
  expect(result.current).toBe(2);
  act(() => void vi.advanceTimersByTime(1_000));
  act(() => void vi.advanceTimersByTime(1_000));

  expect(result.current).toBe(0);
});

test("what was asked too often is not asked again before its time", async () => {
  const asked = new Request("http://localhost/api/v1/search?q=cells");
  const refusal = new Response("too often", { status: 429, headers: { "retry-after": "2" } });

  noteTooOften(asked, refusal);

  expect(await stillRefused(asked)?.text()).toBe("too often");
  expect(stillRefused(asked)?.status).toBe(429);
  expect(stillRefused(new Request("http://localhost/api/v1/documents"))).toBeUndefined();
  vi.advanceTimersByTime(2_000);
  expect(stillRefused(asked)).toBeUndefined();
});
