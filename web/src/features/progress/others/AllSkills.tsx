import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { Problem } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Ring } from "@/features/progress/map/Ring";
import styles from "@/features/progress/map/SkillList.module.css";
import { beliefOf } from "@/features/progress/mastery";
import { leastKnownFirst } from "@/features/progress/others/ordering";
import { type SkillProgress, skillsOfQuery } from "@/features/progress/queries";
import { useSkillWords } from "@/features/progress/words";
import { useFormat } from "@/lib/format";

type AllSkillsProps = { readonly personId: string; readonly practised: readonly SkillProgress[] };

/** What is believed of each skill, the least known first; those not begun are fetched when they are asked for. */
export function AllSkills({ personId, practised }: AllSkillsProps) {
  const { t } = useTranslation("progress");
  const [isWhole, showWhole] = useState(false);
  const all = useQuery({ ...skillsOfQuery(personId), enabled: isWhole });
  const skills = leastKnownFirst(all.data ?? practised);
  return (
    <Section lead={t("others.skillsLead")} title={t("others.skills")}>
      {skills.length > 0 ? (
        <ol aria-label={t("others.skills")} className={styles.list}>
          {skills.map((skill) => (
            <OneSkill key={skill.skill_id} skill={skill} />
          ))}
        </ol>
      ) : null}
      {all.isError ? <Problem error={all.error} onRetry={() => void all.refetch()} /> : null}
      {all.data ? null : (
        <div>
          <Button busy={all.isFetching} onClick={() => showWhole(true)}>
            {t("others.showAll")}
          </Button>
        </div>
      )}
    </Section>
  );
}

function OneSkill({ skill }: { readonly skill: SkillProgress }) {
  const { t } = useTranslation("progress");
  const { fromNow } = useFormat();
  const words = useSkillWords();
  const belief = beliefOf(skill);
  const last = skill.last_practised_at;
  const facts = [
    t("others.answers", { count: skill.practice_count }),
    ...(last ? [t("records.last", { when: fromNow(last, new Date()) })] : []),
  ];
  return (
    <li className={styles.row}>
      <Ring belief={belief} />
      <div className={styles.text}>
        <p className={styles.name} dir="auto">
          {skill.name}
        </p>
        {skill.practice_count > 0 ? <p className={styles.relation}>{facts.join(" · ")}</p> : null}
      </div>
      <p className={styles.known}>
        {words.known(belief)}
        {belief.isMastered ? <span>{t("map.mastered")}</span> : null}
      </p>
    </li>
  );
}
