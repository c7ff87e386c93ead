import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { ChapterDrop } from "@/features/home/ChapterDrop";
import { Days } from "@/features/home/Days";
import { LastDocuments } from "@/features/home/LastDocuments";
import { NowCard } from "@/features/home/NowCard";
import { nowQuery } from "@/features/home/queries";
import type { Person } from "@/lib/person";
import styles from "./TodayPage.module.css";

/** The one thing to do now, and how things stand; whoever has nothing to learn from yet drops it right here. */
export function TodayPage({ person }: { readonly person: Person }) {
  const { t } = useTranslation("today");
  const now = useQuery(nowQuery);
  const isNew = now.data?.action === "upload";
  const action =
    now.data && (isNew ? <ChapterDrop reasons={now.data.reasons} /> : <NowCard now={now.data} />);
  return (
    <Page above={t("today.hello", { name: person.display_name })} title={t("today.title")}>
      <div className={isNew ? styles.one : styles.columns}>
        <div className={styles.main}>
          {action}
          {now.isPending ? <Skeleton lines={5} /> : null}
          {now.isError && !now.data ? <Problem error={now.error} onRetry={() => void now.refetch()} /> : null}
          {now.isPending ? null : <LastDocuments />}
        </div>
        {now.isPending || isNew ? null : <Days />}
      </div>
    </Page>
  );
}
