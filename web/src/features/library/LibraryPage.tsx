import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/Page";

export function LibraryPage() {
  const { t } = useTranslation();
  return <Page title={t("nav.library")}>{null}</Page>;
}
