import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { CheckIcon } from "@/components/ui/icons";
import { Meter } from "@/components/ui/Meter";
import styles from "@/features/practice/Summary.module.css";
import type { SkillSum } from "@/features/practice/summing";
import { useFormat } from "@/lib/format";

/** Skill by skill: where it stands, and where it stood before. */
export function SkillChanges({ changes }: { readonly changes: readonly SkillSum[] }) {
  const { t } = useTranslation("practice");
  const { percent } = useFormat();
  return (
    <ul className={styles.skills} role="list">
      {changes.map(({ id, name, mastery, before, isMastered, answered, right }) => (
        <li className={styles.skill} key={id}>
          <p className={styles.line}>
            <Link params={{ skillId: id }} to="/progress/skills/$skillId">
              {name}
            </Link>
            <span className={styles.figures}>
              {isMastered ? (
                <span className={styles.mastered}>
                  <CheckIcon /> {t("summary.mastered")}
                </span>
              ) : null}
              <span>
                {before === undefined || percent(before) === percent(mastery)
                  ? percent(mastery)
                  : t("summary.moved", { before: percent(before), after: percent(mastery) })}
              </span>
            </span>
          </p>
          <Meter
            label={t("told.mastery", { name })}
            value={mastery}
            {...(before === undefined ? {} : { before })}
          />
          <p className={styles.note}>{t("summary.rightOf", { right, count: answered })}</p>
        </li>
      ))}
    </ul>
  );
}
