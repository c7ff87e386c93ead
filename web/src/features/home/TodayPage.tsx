import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { Days } from "@/features/home/Days";
import { LastDocuments } from "@/features/home/LastDocuments";
import { Newcomer } from "@/features/home/Newcomer";
import { NowCard } from "@/features/home/NowCard";
import { nowQuery } from "@/features/home/queries";
import type { Person } from "@/lib/person";
import styles from "./TodayPage.module.css";

/** The one thing to do now, and how things stand. */
export function TodayPage({ person }: { readonly person: Person }) {
  const { t } = useTranslation("today");
  const now = useQuery(nowQuery);
  if (now.data?.action === "upload")
    return <Newcomer name={person.display_name} reasons={now.data.reasons} />;
  return (
    <Page above={t("today.hello", { name: person.display_name })} title={t("today.title")}>
      <div className={styles.columns}>
        <div className={styles.main}>
          {now.data ? <NowCard now={now.data} /> : null}
          {now.isPending ? <Skeleton lines={5} /> : null}
          {now.isError && !now.data ? <Problem error={now.error} onRetry={() => void now.refetch()} /> : null}
          <LastDocuments />
        </div>
        <Days />
      </div>
    </Page>
  );
}
