import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/Page";

export function HomePage() {
  const { t } = useTranslation();
  return <Page title={t("nav.home")}>{null}</Page>;
}
