import { useTranslation } from "react-i18next";
import { Meter } from "@/components/ui/Meter";
import type { Standing } from "@/features/library/queries";
import styles from "./Library.module.css";

/** How many skills of a subject or a document are mastered now. */
export function Known({ standing }: { readonly standing: Standing }) {
  const { t } = useTranslation("library");
  const { skills, skills_mastered: known } = standing;
  if (skills === 0) return null;
  return (
    <div className={styles.known}>
      <Meter label={t("knownOf", { title: standing.title })} size="thin" value={known / skills} />
      <p className={styles.soft}>{t("known", { known, count: skills })}</p>
    </div>
  );
}
