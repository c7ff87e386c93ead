import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "@/features/practice/Question.module.css";
import type { Item } from "@/features/practice/queries";
import { useLanguageOf } from "@/features/practice/useLanguageOf";

type StemProps = {
  readonly item: Item;
  readonly id?: string;
  /** Whether it takes the focus when it appears; not where a field does. */
  readonly isFocused?: boolean;
};

/** What is asked, under what kind of question it is. */
export function Stem({ item, id, isFocused = false }: StemProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const language = useLanguageOf(item.source);
  useEffect(() => {
    if (isFocused) heading.current?.focus({ preventScroll: true });
  }, [isFocused]);
  return (
    <div className={styles.asked}>
      <KindLine item={item} />
      <h2 className={styles.stem} id={id} lang={language} ref={heading} tabIndex={-1}>
        {item.stem}
      </h2>
    </div>
  );
}

/** What kind of question it is, and where it comes from. */
export function KindLine({ item }: { readonly item: Item }) {
  const { t } = useTranslation("practice");
  const where = item.source === null ? t("source.own") : t("source.page", { page: item.source.page });
  return (
    <p className={styles.kind}>
      {t(`type.${item.type}`)} · {where}
    </p>
  );
}
