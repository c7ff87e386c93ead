import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { NotFound } from "@/app/NotFound";
import { Button } from "@/components/ui/Button";
import { Notice, Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { useReachable } from "@/lib/connection";
import { isMissing } from "@/lib/missing";

// What browsers say of a part of the app that is no longer there: each in words of its own, and none with a code.
const PART_IS_GONE = /dynamically imported module|importing a module script/i;

/** A page that could not be shown. */
export function Failed({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const isReachable = useReachable();
  const isOutdated = isReachable && error instanceof Error && PART_IS_GONE.test(error.message);
  const again = () => {
    reset();
    void router.invalidate();
  };
  if (isMissing(error)) return <NotFound />;
  return (
    <Page title={t("problem.page")} width="reading">
      {isOutdated ? (
        <Notice
          actions={<Button onClick={() => window.location.reload()}>{t("update.take")}</Button>}
          title={t("update.here")}
        >
          <p>{t("update.needed")}</p>
        </Notice>
      ) : (
        <Problem error={error} onRetry={again} />
      )}
    </Page>
  );
}
