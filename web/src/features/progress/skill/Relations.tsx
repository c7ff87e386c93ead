import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Meter } from "@/components/ui/Meter";
import { beliefOf, fillOf } from "@/features/progress/mastery";
import type { SkillProgress } from "@/features/progress/queries";
import { useSkillWords } from "@/features/progress/words";
import type { Schemas } from "@/lib/api";
import styles from "./Relations.module.css";

/** What a skill builds on, and what builds on it. */
export function Relations({ detail }: { readonly detail: Schemas["SkillDetailView"] }) {
  const { t } = useTranslation("progress");
  return (
    <div className={styles.relations}>
      <Related none={t("skill.needsNothing")} skills={detail.needs} title={t("skill.needs")} />
      <Related none={t("skill.neededByNothing")} skills={detail.needed_by} title={t("skill.neededBy")} />
    </div>
  );
}

type RelatedProps = {
  readonly title: string;
  readonly none: string;
  readonly skills: readonly SkillProgress[];
};

function Related({ title, none, skills }: RelatedProps) {
  const words = useSkillWords();
  return (
    <section className={styles.related}>
      <h2>{title}</h2>
      {skills.length === 0 ? <p className={styles.none}>{none}</p> : null}
      <ul className={styles.list}>
        {skills.map((skill) => (
          <li key={skill.skill_id}>
            <div className={styles.head}>
              <Link
                className={styles.name}
                params={{ skillId: skill.skill_id }}
                to="/progress/skills/$skillId"
              >
                {skill.name}
              </Link>
              <span className={styles.known}>{words.known(beliefOf(skill))}</span>
            </div>
            <Meter label={skill.name} size="thin" value={fillOf(beliefOf(skill))} />
          </li>
        ))}
      </ul>
    </section>
  );
}
