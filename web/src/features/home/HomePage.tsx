import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { WelcomePage } from "@/features/home/WelcomePage";
import { loadMoreTexts } from "@/lib/i18n";
import { personQuery, usePerson } from "@/lib/person";
import { seemsSignedIn } from "@/lib/session";

const TodayPage = lazy(async () => {
  const [{ TodayPage: page }] = await Promise.all([import("@/features/home/TodayPage"), loadMoreTexts()]);
  return { default: page };
});

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
  return (
    <Suspense fallback={<Skeleton lines={6} />}>
      <TodayPage person={person} />
    </Suspense>
  );
}
