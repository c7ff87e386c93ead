import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/Page";

export function PractisePage() {
  const { t } = useTranslation();
  return <Page title={t("nav.practise")}>{null}</Page>;
}
