import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type SkillGraph, worthNext } from "@/features/progress/map/graph";
import { Ring } from "@/features/progress/map/Ring";
import { useSkillWords } from "@/features/progress/words";
import styles from "./SkillList.module.css";

/** The same as the map, in words and in teaching order. */
export function SkillList({ graph, label }: { readonly graph: SkillGraph; readonly label: string }) {
  const { t } = useTranslation("progress");
  const words = useSkillWords();
  const next = worthNext(graph);
  return (
    <ol aria-label={label} className={styles.list}>
      {graph.skills.map((skill) => {
        const relations = [words.needs(graph, skill), words.neededBy(graph, skill)].filter(Boolean);
        return (
          <li className={styles.row} key={skill.id}>
            <Ring belief={skill} />
            <div className={styles.text}>
              <Link className={styles.name} params={{ skillId: skill.id }} to="/progress/skills/$skillId">
                {skill.name}
              </Link>
              {relations.map((relation) => (
                <p className={styles.relation} key={relation}>
                  {relation}
                </p>
              ))}
            </div>
            <p className={styles.known}>
              {words.known(skill)}
              {skill.isMastered ? <span>{t("map.mastered")}</span> : null}
              {next.has(skill.id) ? <span className={styles.next}>{t("map.worthNext")}</span> : null}
            </p>
          </li>
        );
      })}
    </ol>
  );
}
