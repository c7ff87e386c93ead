import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { HowFar } from "@/components/ui/HowFar";
import type { Document } from "@/features/documents/queries";
import { DocumentList } from "@/features/library/DocumentList";
import type { Subject } from "@/features/library/queries";
import type { Standing } from "@/lib/learner";
import styles from "./Library.module.css";

type SubjectCardProps = {
  readonly subject: Subject;
  readonly documents: readonly Document[];
  readonly standing: Standing | undefined;
  readonly standings: Readonly<Record<string, Standing>>;
};

/** A subject: how much of it is known, and what there is to read. */
export function SubjectCard({ subject, documents, standing, standings }: SubjectCardProps) {
  const { t } = useTranslation("library");
  return (
    <Card as="li">
      <h3 className={styles.title}>
        <Link params={{ subjectId: subject.id }} to="/subjects/$subjectId">
          {subject.title}
        </Link>
      </h3>
      {standing ? <HowFar of={standing} /> : null}
      {/* Where there is one document, the figures of the subject are its own. */}
      <DocumentList documents={documents} standings={documents.length > 1 ? standings : {}} />
      <p className={styles.actions}>
        {standing && standing.skills > 0 ? (
          <ButtonLink search={{ subject: subject.id }} to="/practise">
            {t("practise")}
          </ButtonLink>
        ) : null}
        <ButtonLink look="quiet" params={{ subjectId: subject.id }} to="/subjects/$subjectId">
          {t("openSubject")}
        </ButtonLink>
      </p>
    </Card>
  );
}
