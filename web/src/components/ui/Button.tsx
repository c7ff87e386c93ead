import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, Ref } from "react";
import { classes } from "@/lib/classes";
import styles from "./Button.module.css";

type Look = {
  /** One primary action a page; the others are secondary, or quiet where they stand in a row of many. */
  readonly look?: "primary" | "secondary" | "quiet" | undefined;
  readonly size?: "medium" | "large" | undefined;
};

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> &
  Look & {
    /** While what it began goes on: it cannot be pressed again, and keeps its place and focus. */
    readonly busy?: boolean;
    readonly ref?: Ref<HTMLButtonElement>;
  };

/** A button that does something here. */
export function Button({
  look,
  size,
  busy = false,
  className,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      className={buttonLike({ look, size }, className)}
      data-look={look}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      type={type}
    />
  );
}

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & Look & { readonly ref?: Ref<HTMLAnchorElement> };

function Anchor({ look, size, className, ...rest }: AnchorProps) {
  return <a {...rest} className={buttonLike({ look, size }, className)} data-look={look} />;
}

/** A link to another page that looks like a button. */
export const ButtonLink = createLink(Anchor);

function buttonLike({ look = "secondary", size = "medium" }: Look, more: string | undefined): string {
  return classes(styles.button, styles[look], size === "large" && styles.large, more);
}
