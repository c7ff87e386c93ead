import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/ui/Button";
import { Page } from "@/components/ui/Page";

/** Where an address leads nowhere. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page lead={t("notFound.lead")} title={t("notFound.title")} width="reading">
      <p>
        <ButtonLink look="primary" to="/">
          {t("notFound.home")}
        </ButtonLink>
      </p>
    </Page>
  );
}
