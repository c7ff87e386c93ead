import { renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { takeSecret, useSecret } from "@/lib/fragment";

test("a secret leaves the address at once, and is there for its page only", () => {
  window.history.replaceState({}, "", "/verify-email?lang=de#token=Zk3v-Xr1_Y");

  takeSecret();

  expect(window.location.href).toMatch(/\/verify-email\?lang=de$/);
  expect(renderHook(() => useSecret("/verify-email")).result.current).toBe("Zk3v-Xr1_Y");
  expect(renderHook(() => useSecret("/reset-password")).result.current).toBeUndefined();
});

test("any other fragment stays what it is", () => {
  window.history.replaceState({}, "", "/progress#days");

  takeSecret();

  expect(window.location.hash).toBe("#days");
});
