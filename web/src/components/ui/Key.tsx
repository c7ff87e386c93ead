import type { ReactNode } from "react";

/** The key that does the same as what it stands in; shown, never read out with it. */
export function Key({ children }: { readonly children: ReactNode }) {
  return (
    <span aria-hidden="true">
      <kbd>{children}</kbd>
    </span>
  );
}
