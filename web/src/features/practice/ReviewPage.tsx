import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button, ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { ArrowIcon, CheckIcon } from "@/components/ui/icons";
import { Problem } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { DueItems } from "@/features/practice/DueItems";
import { DueSubjects } from "@/features/practice/DueSubjects";
import { Forecast } from "@/features/practice/Forecast";
import { KeptAnswers } from "@/features/practice/KeptAnswers";
import { useReviews } from "@/features/practice/queries";
import styles from "@/features/practice/Review.module.css";
import { LONGEST_REVIEW, useStarting } from "@/features/practice/useStarting";
import { useFormat } from "@/lib/format";
import { forecastQuery, type Overview, overviewQuery } from "@/lib/learner";

const DAYS = 14;

/** What is due for review now, and what will be. */
export function ReviewPage() {
  const { t } = useTranslation("practice");
  const overview = useQuery({ ...overviewQuery, staleTime: 0 });
  const forecast = useQuery(forecastQuery(DAYS));
  const reviews = useReviews();
  const due = reviews.data?.pages.flatMap((page) => page.items) ?? [];
  const failed = [overview, reviews, forecast].find((each) => each.error);
  return (
    <Page title={t("review.title")} width="reading">
      <KeptAnswers />
      {failed ? <Problem error={failed.error} onRetry={() => void failed.refetch()} /> : null}
      {overview.isPending || reviews.isPending ? <Skeleton lines={4} /> : null}
      {overview.data && overview.data.due_now > 0 && due.length > 0 ? (
        <DueNow count={overview.data.due_now} oldest={due.map((each) => each.due_at).sort()[0]} />
      ) : null}
      {overview.data && overview.data.due_now === 0 ? <AllDone overview={overview.data} /> : null}
      {due.length > 0 ? <DueSubjects due={due} /> : null}
      {forecast.data ? (
        <Section title={t("review.forecast")}>
          <Forecast days={forecast.data} />
        </Section>
      ) : null}
      {due.length > 0 ? (
        <Section lead={t("review.itemsLead")} title={t("review.items")}>
          <DueItems due={due} />
          {reviews.hasNextPage ? (
            <p>
              <Button busy={reviews.isFetchingNextPage} onClick={() => void reviews.fetchNextPage()}>
                {t("review.more")}
              </Button>
            </p>
          ) : null}
        </Section>
      ) : null}
    </Page>
  );
}

function DueNow({ count, oldest }: { readonly count: number; readonly oldest: string | undefined }) {
  const { t } = useTranslation("practice");
  const { daysUntil, inDays } = useFormat();
  const start = useStarting();
  return (
    <div className={styles.now}>
      <h2 className={styles.count}>{t("review.due", { count })}</h2>
      {oldest === undefined ? null : (
        <p className={styles.note}>{t("review.oldest", { when: inDays(daysUntil(oldest, new Date())) })}</p>
      )}
      <p>
        <Button
          busy={start.isPending}
          look="primary"
          onClick={() => start.mutate({ due: true, length: Math.min(count, LONGEST_REVIEW) })}
          size="large"
        >
          {count > LONGEST_REVIEW ? t("review.startMany", { length: LONGEST_REVIEW }) : t("review.start")}
          <ArrowIcon />
        </Button>
      </p>
      {start.error ? <Problem error={start.error} /> : null}
    </div>
  );
}

function AllDone({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation("practice");
  const { day, daysUntil, inDays } = useFormat();
  const next = overview.next_due_at;
  const when = next === null ? "" : `${inDays(Math.max(daysUntil(next, new Date()), 0))} (${day(next)})`;
  return (
    <EmptyState
      action={
        <ButtonLink look="primary" size="large" to="/practise">
          {t("review.practise")}
        </ButtonLink>
      }
      picture={
        <span className={styles.done}>
          <CheckIcon height="2rem" width="2rem" />
        </span>
      }
      title={t("review.done")}
    >
      <p>{next === null ? t("review.doneNever") : t("review.doneLead", { when })}</p>
    </EmptyState>
  );
}
