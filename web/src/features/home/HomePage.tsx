import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { readToday, todayPage } from "@/features/home/today";
import { WelcomePage } from "@/features/home/WelcomePage";
import { personQuery, usePerson } from "@/lib/person";
import { seemsSignedIn } from "@/lib/session";

// For whoever signs in here; who was signed in when the page was opened has it already, and sees no grey lines first.
const LateTodayPage = lazy(async () => ({ default: await readToday() }));

/** What to do now; for whoever has not come in yet, what this is. */
export function HomePage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data: person, error } = usePerson();
  if (person === null || (person === undefined && !seemsSignedIn())) return <WelcomePage />;
  if (person === undefined) {
    const again = () => void queries.refetchQueries(personQuery);
    return (
      <Page title={t("nav.home")}>
        {error ? <Problem error={error} onRetry={again} /> : <Skeleton lines={6} />}
      </Page>
    );
  }
  const TodayPage = todayPage() ?? LateTodayPage;
  return (
    <Suspense fallback={<Skeleton lines={6} />}>
      <TodayPage person={person} />
    </Suspense>
  );
}
