import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { CheckIcon } from "@/components/ui/icons";
import { Meter } from "@/components/ui/Meter";
import type { Summary } from "@/features/practice/queries";
import styles from "@/features/practice/Summary.module.css";
import { useFormat } from "@/lib/format";

/** Skill by skill: where it stood, and where it stands. */
export function SkillChanges({ changes }: { readonly changes: Summary["skills"] }) {
  const { t } = useTranslation("practice");
  const { percent } = useFormat();
  const gained = [...changes].sort((one, other) => gain(other) - gain(one));
  return (
    <ul className={styles.skills} role="list">
      {gained.map(({ skill_id, name, mastery, mastery_before, mastered_now, is_mastered }) => {
        const [before, after] = [percent(mastery_before), percent(mastery)];
        return (
          <li className={styles.skill} key={skill_id}>
            <p className={styles.line}>
              <Link params={{ skillId: skill_id }} to="/progress/skills/$skillId">
                {name}
              </Link>
              <span className={styles.figures}>
                {is_mastered ? (
                  <span className={styles.mastered}>
                    <CheckIcon /> {t(mastered_now ? "summary.masteredNow" : "summary.mastered")}
                  </span>
                ) : null}
                <span>{before === after ? after : t("summary.moved", { before, after })}</span>
              </span>
            </p>
            <Meter before={mastery_before} label={t("told.mastery", { name })} value={mastery} />
          </li>
        );
      })}
    </ul>
  );
}

function gain({ mastery, mastery_before, mastered_now }: Summary["skills"][number]): number {
  return mastery - mastery_before + (mastered_now ? 1 : 0);
}
