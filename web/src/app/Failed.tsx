import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";

/** A page that could not be shown. */
export function Failed({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Page title={t("problem.page")} width="reading">
      <Problem error={error} onRetry={again} />
    </Page>
  );
}
