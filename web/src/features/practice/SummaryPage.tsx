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
import { answersQuery, overviewQuery, sessionQuery, skillsQuery } from "@/features/practice/queries";
import { SkillChanges } from "@/features/practice/SkillChanges";
import styles from "@/features/practice/Summary.module.css";
import { skillsOf } from "@/features/practice/summing";

/** What a session has come to, and what to do next. */
export function SummaryPage() {
  const { t } = useTranslation("practice");
  const { sessionId } = useParams({ from: "/signed-in/sessions/$sessionId/summary" });
  const session = useQuery({ ...sessionQuery(sessionId), staleTime: 0 });
  const answers = useQuery(answersQuery(sessionId));
  const skills = useQuery({ ...skillsQuery, staleTime: 0 });
  const overview = useQuery({ ...overviewQuery, staleTime: 0 });
  const failed = [session, answers, skills, overview].find((each) => each.error);
  if (failed) {
    return (
      <Page title={t("summary.title")} width="reading">
        <Problem error={failed.error} onRetry={() => void failed.refetch()} />
      </Page>
    );
  }
  if (!session.data || !answers.data || !skills.data || !overview.data) {
    return (
      <Page title={t("summary.title")} width="reading">
        <Skeleton lines={6} />
      </Page>
    );
  }
  const right = answers.data.filter((each) => each.correct).length;
  const lead =
    answers.data.length === 0
      ? t("summary.nothing")
      : t("summary.lead", { count: answers.data.length, right });
  const isOpen = session.data.ended_at === null;
  return (
    <Page above={t(`kind.${session.data.kind}`)} lead={lead} title={t("summary.title")} width="reading">
      <KeptAnswers />
      {isOpen ? <Notice title={t("summary.unfinished")} /> : null}
      <nav aria-label={t("summary.next")} className={styles.next}>
        {isOpen ? (
          <ButtonLink look="primary" params={{ sessionId }} size="large" to="/sessions/$sessionId">
            {t("summary.goOn")}
          </ButtonLink>
        ) : overview.data.due_now > 0 ? (
          <ButtonLink look="primary" search={{ kind: "review" }} size="large" to="/practise">
            {t("summary.review")}
          </ButtonLink>
        ) : (
          <ButtonLink look="primary" size="large" to="/practise">
            {t("summary.again")}
          </ButtonLink>
        )}
        <ButtonLink look="quiet" to="/">
          {t("summary.home")}
        </ButtonLink>
      </nav>
      {answers.data.length === 0 ? null : (
        <Section title={t("summary.skills")}>
          <SkillChanges changes={skillsOf(answers.data, skills.data)} />
        </Section>
      )}
      <Section title={t("summary.back")}>
        <ComingBack overview={overview.data} />
      </Section>
      {answers.data.length === 0 ? null : (
        <Section title={t("summary.answers")}>
          <AnswerList answers={answers.data} />
        </Section>
      )}
    </Page>
  );
}
