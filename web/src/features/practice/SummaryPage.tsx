import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/ui/Button";
import { Notice, Problem } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { AnswerList } from "@/features/practice/AnswerList";
import { ComingBack } from "@/features/practice/ComingBack";
import { KeptAnswers } from "@/features/practice/KeptAnswers";
import { answersQuery, type Summary, summaryQuery } from "@/features/practice/queries";
import { SkillChanges } from "@/features/practice/SkillChanges";
import styles from "@/features/practice/Summary.module.css";
import { wishOf } from "@/features/practice/starting";
import { overviewQuery } from "@/lib/learner";
import { leaveIfMissing } from "@/lib/missing";

/** What a session has come to, and what to do next. */
export function SummaryPage() {
  const { t } = useTranslation("practice");
  const { sessionId } = useParams({ from: "/signed-in/sessions/$sessionId/summary" });
  const found = useQuery(summaryQuery(sessionId));
  const summary = found.data;
  if (summary === undefined) {
    leaveIfMissing(found.error);
    return (
      <Page title={t("summary.title")} width="reading">
        {found.error ? (
          <Problem error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <Skeleton lines={6} />
        )}
      </Page>
    );
  }
  const { answered, correct, session, skills, returning } = summary;
  const isOpen = session.ended_at === null && answered < session.length;
  const lead = answered === 0 ? t("summary.nothing") : t("summary.lead", { count: answered, right: correct });
  return (
    <Page
      above={t(`kind.${session.kind}`)}
      key={String(isOpen)}
      lead={lead}
      title={t(isOpen ? "summary.titleOpen" : "summary.title")}
      width="reading"
    >
      <KeptAnswers />
      {isOpen ? <Notice title={t("summary.unfinished")} /> : null}
      {session.kind === "placement" && !isOpen && answered > 0 ? <p>{t("summary.placed")}</p> : null}
      <NextStep isOpen={isOpen} summary={summary} />
      {skills.length === 0 ? null : (
        <Section title={t("summary.skills")}>
          <SkillChanges changes={skills} />
        </Section>
      )}
      {returning.length === 0 ? null : (
        <Section title={t("summary.back")}>
          <ComingBack returning={returning} />
        </Section>
      )}
      {answered === 0 ? null : <Answers sessionId={sessionId} />}
    </Page>
  );
}

function NextStep({ summary, isOpen }: { readonly summary: Summary; readonly isOpen: boolean }) {
  const { t } = useTranslation("practice");
  const { session } = summary;
  const due = useQuery({ ...overviewQuery, staleTime: 0 }).data?.due_now ?? 0;
  return (
    <nav aria-label={t("summary.next")} className={styles.next}>
      {isOpen ? (
        <ButtonLink look="primary" params={{ sessionId: session.id }} size="large" to="/sessions/$sessionId">
          {t("summary.goOn")}
        </ButtonLink>
      ) : due > 0 ? (
        <ButtonLink look="primary" search={{ kind: "review" }} size="large" to="/practise">
          {t("summary.review", { count: due })}
        </ButtonLink>
      ) : (
        <ButtonLink look="primary" search={wishOf(session.scope)} size="large" to="/practise">
          {t(session.kind === "placement" ? "summary.begin" : "summary.again")}
        </ButtonLink>
      )}
      <ButtonLink look="quiet" to="/">
        {t("summary.home")}
      </ButtonLink>
    </nav>
  );
}

function Answers({ sessionId }: { readonly sessionId: string }) {
  const { t } = useTranslation("practice");
  const answers = useQuery(answersQuery(sessionId));
  return (
    <Section title={t("summary.answers")}>
      {answers.isPending ? <Skeleton lines={4} /> : null}
      {answers.error ? <Problem error={answers.error} onRetry={() => void answers.refetch()} /> : null}
      {answers.data ? <AnswerList answers={answers.data} /> : null}
    </Section>
  );
}
