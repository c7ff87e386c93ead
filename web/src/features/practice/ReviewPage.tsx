import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/Page";

export function ReviewPage() {
  const { t } = useTranslation();
  return <Page title={t("nav.review")}>{null}</Page>;
}
