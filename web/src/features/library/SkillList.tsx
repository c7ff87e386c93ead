import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Skill } from "@/features/library/queries";
import { useFormat } from "@/lib/format";
import styles from "./Skills.module.css";

type SkillListProps = {
  readonly skills: readonly Skill[];
  readonly actions?: (skill: Skill) => React.ReactNode;
};

/** Skills in the order they are taught, each with what is better learned before it. */
export function SkillList({ skills, actions }: SkillListProps) {
  const { t } = useTranslation("library");
  const { list } = useFormat();
  const names = new Map(skills.map(({ id, name }) => [id, name]));
  return (
    <ol className={styles.list} role="list">
      {skills.map((skill) => {
        const needed = skill.prerequisites.flatMap((id) => names.get(id) ?? []);
        return (
          <li className={styles.skill} key={skill.id}>
            <div className={styles.words}>
              <Link className={styles.name} params={{ skillId: skill.id }} to="/progress/skills/$skillId">
                {skill.name}
              </Link>
              <p className={styles.soft}>
                {t("skill.items", { count: skill.items })}
                {needed.length > 0 ? ` · ${t("skill.needs", { names: list(needed) })}` : ""}
              </p>
            </div>
            {actions?.(skill)}
          </li>
        );
      })}
    </ol>
  );
}
