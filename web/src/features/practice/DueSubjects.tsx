import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { Section } from "@/components/ui/Page";
import { type Review, skillsQuery } from "@/features/practice/queries";
import styles from "@/features/practice/Review.module.css";
import { dueBySubject } from "@/features/practice/summing";
import { useStarting } from "@/features/practice/useStarting";
import { subjectStandingsQuery } from "@/lib/learner";

/** How much of what is due belongs to which subject; shown where there are several. */
export function DueSubjects({ due }: { readonly due: readonly Review[] }) {
  const { t } = useTranslation("practice");
  const skills = useQuery(skillsQuery).data;
  const subjects = useQuery(subjectStandingsQuery).data;
  const start = useStarting();
  const counts = dueBySubject(due, skills ?? []);
  if (subjects === undefined || counts.size < 2) return null;
  return (
    <Section title={t("review.bySubject")}>
      <ul className={styles.subjects} role="list">
        {subjects
          .filter(({ id }) => counts.has(id))
          .map(({ id, title }) => (
            <li className={styles.subject} key={id}>
              <span>
                {title}{" "}
                <span className={styles.note}>{t("review.reviews", { count: counts.get(id) ?? 0 })}</span>
              </span>
              <Button
                aria-label={t("review.startSubjectOf", { title })}
                busy={start.isPending}
                onClick={() => start.mutate({ subject_id: id, kind: "review" })}
              >
                {t("review.startSubject")}
              </Button>
            </li>
          ))}
      </ul>
    </Section>
  );
}
