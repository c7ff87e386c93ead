import { useTranslation } from "react-i18next";
import { Section } from "@/components/ui/Page";
import styles from "@/features/progress/page/Records.module.css";
import { Story } from "@/features/progress/page/Story";
import type { Schemas } from "@/lib/api";

/** How far a learner is with what took most of their time. */
export function TopSubjects({ subjects }: { readonly subjects: readonly Schemas["RecordView"][] }) {
  const { t } = useTranslation("progress");
  if (subjects.length === 0) return null;
  return (
    <Section lead={t("others.subjectsLead")} title={t("others.subjects")}>
      {subjects.map((subject) => (
        <article className={styles.subject} key={subject.id}>
          <h3 dir="auto">{subject.title}</h3>
          <Story record={subject} />
        </article>
      ))}
    </Section>
  );
}
