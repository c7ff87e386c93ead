import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/ui/Button";
import { Details } from "@/components/ui/Details";
import { HowFar } from "@/components/ui/HowFar";
import { Problem } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { DocumentActions } from "@/features/documents/DocumentActions";
import { DocumentState } from "@/features/documents/DocumentState";
import { Facts, Outcomes } from "@/features/documents/Facts";
import type { Document } from "@/features/documents/queries";
import { outcomeOf, useReading } from "@/features/documents/reading";
import { ItemList } from "@/features/library/ItemList";
import { decksQuery, skillsQuery, subjectQuery } from "@/features/library/queries";
import { SkillList } from "@/features/library/SkillList";
import { isUnderWay } from "@/lib/jobs";
import { byId, documentStandingsQuery } from "@/lib/learner";

const SkillMap = lazy(() =>
  import("@/features/progress/SkillMap").then(({ SkillMap }) => ({ default: SkillMap })),
);

/** A document: how far it has been read, what came of it, and what can be done with it. */
export function DocumentOverview({ document }: { readonly document: Document }) {
  const { t } = useTranslation("documents");
  const job = useReading(document.job_id);
  const isRead = document.status === "ready";
  const { data: standings } = useQuery({ ...documentStandingsQuery, select: byId, enabled: isRead });
  const { data: decks = [] } = useQuery({
    ...decksQuery({ document_id: document.id }),
    enabled: document.subject_id !== null,
  });
  const standing = standings?.[document.id];
  const canPractise = (decks[0]?.items ?? 0) > 0;
  const outcome = outcomeOf(job);
  return (
    <Page
      above={<SubjectLink subjectId={document.subject_id} />}
      actions={
        canPractise ? (
          <ButtonLink look="primary" search={{ document: document.id }} size="large" to="/practise">
            {t("practise")}
          </ButtonLink>
        ) : null
      }
      lead={<Facts document={document} />}
      title={document.title}
    >
      <DocumentActions document={document} />
      <DocumentState document={document} job={job} />
      {standing && !isUnderWay(job) ? <HowFar of={standing} /> : null}
      {outcome ? <Outcomes outcome={outcome} /> : null}
      {document.subject_id ? <Skills document={document} subjectId={document.subject_id} /> : null}
      {decks[0] ? (
        <Section
          actions={
            <ButtonLink params={{ deckId: decks[0].id }} to="/decks/$deckId">
              {t("openDeck")}
            </ButtonLink>
          }
          lead={t("itemsLead")}
          title={t("items", { count: decks[0].items })}
        >
          <ItemList deckId={decks[0].id} />
        </Section>
      ) : null}
    </Page>
  );
}

function SubjectLink({ subjectId }: { readonly subjectId: string | null }) {
  const { t } = useTranslation("documents");
  const { data: subject } = useQuery({ ...subjectQuery(subjectId ?? ""), enabled: subjectId !== null });
  if (subjectId === null) return <Link to="/library">{t("library")}</Link>;
  return (
    <Link params={{ subjectId }} to="/subjects/$subjectId">
      {subject?.title ?? t("subject")}
    </Link>
  );
}

function Skills({ document, subjectId }: { readonly document: Document; readonly subjectId: string }) {
  const { t } = useTranslation("documents");
  const { data: skills, error, refetch } = useQuery(skillsQuery(subjectId, document.id));
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (skills === undefined) return <Skeleton />;
  if (skills.length === 0) return null;
  return (
    <Section lead={t("skillsLead")} title={t("skills", { count: skills.length })}>
      <Suspense fallback={<Skeleton lines={6} />}>
        <SkillMap documentId={document.id} subjectId={subjectId} />
      </Suspense>
      <Details summary={t("skillsAsList")}>
        <SkillList skills={skills} />
      </Details>
    </Section>
  );
}
