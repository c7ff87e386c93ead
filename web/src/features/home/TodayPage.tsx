import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { UploadList } from "@/features/documents/UploadList";
import { Days } from "@/features/home/Days";
import { FirstChapter } from "@/features/home/FirstChapter";
import { LastDocuments } from "@/features/home/LastDocuments";
import { NowCard } from "@/features/home/NowCard";
import { useArrivals } from "@/features/home/useArrivals";
import { nowQuery } from "@/lib/learner";
import type { Person } from "@/lib/person";
import styles from "./TodayPage.module.css";

/** The one thing to do now, and how things stand; whoever has nothing to learn from yet drops it right here. */
export function TodayPage({ person }: { readonly person: Person }) {
  const { t } = useTranslation("today");
  const now = useQuery(nowQuery);
  const isNew = now.data?.action === "upload";
  useArrivals(isNew);
  const action =
    now.data && (isNew ? <FirstChapter reasons={now.data.reasons} /> : <NowCard now={now.data} />);
  return (
    <Page above={t("today.hello", { name: person.display_name })} title={t("today.title")}>
      <div className={isNew ? styles.one : styles.columns}>
        <div className={styles.main}>
          {action}
          <UploadList isUntilSent />
          {now.isPending ? <Skeleton lines={5} /> : null}
          {now.isError && !now.data ? <Problem error={now.error} onRetry={() => void now.refetch()} /> : null}
          {now.isPending ? null : <LastDocuments />}
        </div>
        {now.isPending || isNew ? null : <Days />}
      </div>
    </Page>
  );
}
