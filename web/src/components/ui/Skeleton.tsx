import { useTranslation } from "react-i18next";
import styles from "./Skeleton.module.css";

/** The shape of what is coming, while it is being fetched. */
export function Skeleton({ lines = 3 }: { readonly lines?: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles.skeleton} role="status">
      <span className="unseen">{t("loading")}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
        <div className={styles.line} key={line} />
      ))}
    </div>
  );
}
