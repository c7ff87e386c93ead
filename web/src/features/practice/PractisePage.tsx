import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { Notice, Problem } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { KeptAnswers } from "@/features/practice/KeptAnswers";
import { OpenSessions } from "@/features/practice/OpenSessions";
import { StartForm } from "@/features/practice/StartForm";
import { Suggestion } from "@/features/practice/Suggestion";
import { bodyOf } from "@/features/practice/starting";
import { NothingDue, useStarting } from "@/features/practice/useStarting";
import { nowQuery } from "@/lib/learner";

/** What to practise: one suggestion, and every other choice. An address that names something starts it. */
export function PractisePage() {
  const { t } = useTranslation("practice");
  const wish = useSearch({ from: "/signed-in/practise" });
  const start = useStarting({ replace: true });
  const now = useQuery(nowQuery);
  const wanted = bodyOf(wish);
  const isBegun = useRef(false);
  useEffect(() => {
    // Once, also where React mounts twice to find mistakes.
    if (wanted === undefined || isBegun.current) return;
    isBegun.current = true;
    start.mutate(wanted === "due" ? { due: true } : wanted);
  }, [wanted, start]);

  if (wanted !== undefined && start.error === null) {
    return (
      <Page title={t("practise.starting")} width="reading">
        <Skeleton lines={5} />
      </Page>
    );
  }
  const isEmpty = now.data?.action === "upload";
  return (
    <Page title={t("practise.title")} width="reading">
      <KeptAnswers />
      {start.error instanceof NothingDue ? (
        <Notice role="status" tone="good">
          <p>{t("practise.nothingDue")}</p>
        </Notice>
      ) : start.error ? (
        <Problem error={start.error} />
      ) : null}
      {now.isPending ? <Skeleton lines={4} /> : null}
      {now.error ? <Problem error={now.error} onRetry={() => void now.refetch()} /> : null}
      {isEmpty ? (
        <EmptyState
          action={
            <ButtonLink look="primary" size="large" to="/library">
              {t("practise.noneButton")}
            </ButtonLink>
          }
          title={t("practise.none")}
        >
          <p>{t("practise.noneLead")}</p>
        </EmptyState>
      ) : (
        <>
          {now.data ? <Suggestion step={now.data} /> : null}
          <OpenSessions besides={now.data?.target.session_id ?? null} />
          <Section title={t("practise.choose")}>
            <StartForm />
          </Section>
        </>
      )}
    </Page>
  );
}
