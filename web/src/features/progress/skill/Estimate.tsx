import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import styles from "./Estimate.module.css";

/** How mastery is estimated, in plain words, for whoever wants to know. */
export function Estimate() {
  const { t } = useTranslation("progress");
  return (
    <details className={styles.estimate}>
      <summary>{t("estimate.title")}</summary>
      <p>{t("estimate.how")}</p>
      <p>{t("estimate.mastered")}</p>
      <p>{t("estimate.confidence")}</p>
      <p>
        <Link className={styles.more} to="/progress/predictions">
          {t("estimate.evaluation")}
        </Link>
      </p>
    </details>
  );
}
