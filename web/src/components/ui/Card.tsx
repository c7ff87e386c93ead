import type { HTMLAttributes } from "react";
import { classes } from "@/lib/classes";
import styles from "./Card.module.css";

type CardProps = HTMLAttributes<HTMLElement> & {
  readonly as?: "div" | "article" | "section" | "li" | "form";
  readonly tone?: "plain" | "sunken" | "accent";
};

/** A piece of paper on the page. */
export function Card({ as: Element = "div", tone = "plain", className, ...rest }: CardProps) {
  return <Element {...rest} className={classes(styles.card, styles[tone], className)} />;
}
