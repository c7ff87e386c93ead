import { useTranslation } from "react-i18next";
import { Meter } from "@/components/ui/Meter";
import type { Schemas } from "@/lib/api";
import { useFormat } from "@/lib/format";
import styles from "./HowFar.module.css";

type HowFarProps = {
  readonly of: Pick<Schemas["RecordView"], "title" | "known" | "skills" | "skills_mastered">;
  /** What else is to be said of it, after how much is known. */
  readonly more?: readonly string[];
};

/** How much somebody knows of a subject or a document. */
export function HowFar({ of: { title, known, skills, skills_mastered: mastered }, more = [] }: HowFarProps) {
  const { t } = useTranslation();
  const { percent } = useFormat();
  if (skills === 0) return null;
  const facts = [
    t("standing.known", { share: percent(known) }),
    t("standing.mastered", { count: skills, mastered }),
  ];
  return (
    <div className={styles.far}>
      <Meter label={t("standing.label", { title })} size="thin" value={known} />
      <p className={styles.facts}>{[...facts, ...more].join(" · ")}</p>
    </div>
  );
}
