import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { CalendarIcon } from "@/components/ui/icons";
import { Meter } from "@/components/ui/Meter";
import { skillsQuery } from "@/features/practice/queries";
import styles from "@/features/practice/Told.module.css";
import { useFormat } from "@/lib/format";
import type { Result } from "@/lib/outbox";

/** What an answer changed: the skills it asked for, and the day it comes back. */
export function Effects({ result }: { readonly result: Result }) {
  const { t } = useTranslation("practice");
  const { daysUntil, inDays, percent } = useFormat();
  const { data: skills } = useQuery(skillsQuery);
  const now = new Date();
  const names = new Map(skills?.map((skill) => [skill.skill_id, skill.name]));
  const back = result.due_at === null ? null : Math.max(daysUntil(result.due_at, now), 0);
  return (
    <div className={styles.effects}>
      {result.skills.map((change) => {
        const name = names.get(change.skill_id) ?? t("told.skill");
        const [before, after] = [percent(change.mastery_before), percent(change.mastery)];
        return (
          <div className={styles.skill} key={change.skill_id}>
            <p className={styles.skillName}>
              <span>{name}</span>
              <span className={styles.figures}>
                <span className="unseen">{t("told.moved", { before, after })}</span>
                <span aria-hidden="true">{before === after ? after : `${before} → ${after}`}</span>
              </span>
            </p>
            <Meter
              before={change.mastery_before}
              label={t("told.mastery", { name })}
              value={change.mastery}
            />
          </div>
        );
      })}
      {back === null ? null : (
        <p className={styles.due}>
          <CalendarIcon />
          <span>
            <strong>{t("told.back", { when: inDays(back) })}</strong> {result.due_reason.text}
          </span>
        </p>
      )}
    </div>
  );
}
