import type { HTMLAttributes } from "react";
import styles from "./Card.module.css";

type CardProps = HTMLAttributes<HTMLElement> & {
  readonly as?: "div" | "article" | "section" | "li" | "form";
  readonly tone?: "plain" | "sunken" | "accent" | "amber";
};

/** A piece of paper on the page. */
export function Card({ as: Element = "div", tone = "plain", className = "", ...rest }: CardProps) {
  return <Element {...rest} className={`${styles.card} ${styles[tone]} ${className}`.trim()} />;
}
