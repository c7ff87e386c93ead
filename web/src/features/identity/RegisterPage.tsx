import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/Page";

export function RegisterPage() {
  const { t } = useTranslation();
  return <Page title={t("nav.register")}>{null}</Page>;
}
