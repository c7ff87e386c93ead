import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Button } from "@/components/ui/Button";
import { classes } from "@/lib/classes";

test("a style that there is not is no class", () => {
  expect(classes("card", undefined, false, "wide")).toBe("card wide");

  render(<Button className="mine">Go on</Button>);

  expect([...screen.getByRole("button").classList]).not.toContain("undefined");
  expect(screen.getByRole("button").classList).toContain("mine");
});
