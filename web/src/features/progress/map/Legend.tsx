import { useTranslation } from "react-i18next";
import { Ring } from "@/features/progress/map/Ring";
import type { Belief } from "@/features/progress/mastery";
import styles from "./Legend.module.css";

const SHOWN: readonly {
  readonly key: "none" | "begun" | "half" | "near" | "mastered";
  readonly belief: Belief;
}[] = [
  { key: "none", belief: { mastery: 0, isMastered: false, practiceCount: 0 } },
  { key: "begun", belief: { mastery: 0.25, isMastered: false, practiceCount: 1 } },
  { key: "half", belief: { mastery: 0.55, isMastered: false, practiceCount: 1 } },
  { key: "near", belief: { mastery: 0.85, isMastered: false, practiceCount: 1 } },
  { key: "mastered", belief: { mastery: 1, isMastered: true, practiceCount: 1 } },
];

/** What the rings, the glow and the lines of a map mean. */
export function Legend() {
  const { t } = useTranslation("progress");
  return (
    <ul aria-label={t("map.legend")} className={styles.legend}>
      {SHOWN.map(({ key, belief }) => (
        <li key={key}>
          <Ring belief={belief} size={20} />
          {t(`map.level.${key}`)}
        </li>
      ))}
      <li>
        <span className={styles.glow} />
        {t("map.glow")}
      </li>
      <li>
        <svg aria-hidden="true" className={styles.line} height="20" viewBox="0 0 20 20" width="20">
          <path d="M4 2C4 10 16 8 16 16" />
          <circle cx="16" cy="16.5" r="2.6" />
        </svg>
        {t("map.line")}
      </li>
    </ul>
  );
}
