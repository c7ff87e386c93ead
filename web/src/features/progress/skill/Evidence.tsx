import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { CheckIcon, CloseIcon, HintIcon } from "@/components/ui/icons";
import { Meter } from "@/components/ui/Meter";
import { Problem } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { evidenceQuery } from "@/features/progress/queries";
import type { Schemas } from "@/lib/api";
import { classes } from "@/lib/classes";
import { useFormat } from "@/lib/format";
import styles from "./Evidence.module.css";

/** The answers that the belief rests on, the newest first. */
export function Evidence({ skillId }: { readonly skillId: string }) {
  const { t } = useTranslation("progress");
  const attempts = useInfiniteQuery(evidenceQuery(skillId));
  const found = attempts.data?.pages.flatMap((page) => page.items);
  return (
    <Section lead={t("evidence.lead")} title={t("evidence.title")}>
      {attempts.isPending ? <Skeleton lines={5} /> : null}
      {attempts.isError ? <Problem error={attempts.error} onRetry={() => void attempts.refetch()} /> : null}
      {found?.length === 0 ? <p className={styles.none}>{t("evidence.none")}</p> : null}
      {found && found.length > 0 ? (
        <ol className={styles.list}>
          {found.map((attempt) => (
            <Attempt attempt={attempt} key={attempt.attempt_id} skillId={skillId} />
          ))}
        </ol>
      ) : null}
      {attempts.hasNextPage ? (
        <div>
          <Button busy={attempts.isFetchingNextPage} onClick={() => void attempts.fetchNextPage()}>
            {t("evidence.more")}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

type AttemptProps = { readonly attempt: Schemas["RememberedView"]; readonly skillId: string };

function Attempt({ attempt, skillId }: AttemptProps) {
  const { t } = useTranslation("progress");
  const { moment, percent } = useFormat();
  const change = attempt.skills.find((each) => each.skill_id === skillId);
  const { source } = attempt;
  const facts = [
    t(`type.${attempt.item.type}`),
    t(`mode.${attempt.mode}`),
    ...(attempt.assisted ? [t("evidence.assisted")] : []),
    ...(attempt.hints_used > 0 ? [t("evidence.hints", { count: attempt.hints_used })] : []),
    ...(attempt.offline ? [t("evidence.offline")] : []),
  ];
  return (
    <li className={styles.attempt}>
      <Verdict attempt={attempt} />
      <div className={styles.text}>
        <p className={styles.stem}>{attempt.item.stem}</p>
        <p className={styles.facts}>
          <time dateTime={attempt.effective_at}>{moment(attempt.effective_at)}</time>
          {` · ${facts.join(" · ")}`}
        </p>
        {attempt.withheld ? <p className={styles.facts}>{t("evidence.withheld")}</p> : null}
        {source?.page ? (
          <Link
            className={styles.source}
            params={{ documentId: source.document_id }}
            search={{
              page: source.page,
              passage: source.passage_id,
              ...(source.quote ? { quote: source.quote } : {}),
            }}
            to="/documents/$documentId"
          >
            {t("evidence.source", { page: source.page })}
          </Link>
        ) : null}
      </div>
      {change ? (
        <div className={styles.change}>
          <p>
            {t("evidence.change", { before: percent(change.mastery_before), after: percent(change.mastery) })}
          </p>
          <Meter
            before={change.mastery_before}
            label={t("skill.mastery")}
            size="thin"
            value={change.mastery}
          />
        </div>
      ) : null}
    </li>
  );
}

function Verdict({ attempt }: { readonly attempt: Schemas["RememberedView"] }) {
  const { t } = useTranslation("progress");
  const look = attempt.assisted ? "helped" : attempt.correct ? "right" : "wrong";
  const Icon = { helped: HintIcon, right: CheckIcon, wrong: CloseIcon }[look];
  return (
    <p className={classes(styles.verdict, styles[look])}>
      <Icon />
      {t(`evidence.${look}`)}
    </p>
  );
}
