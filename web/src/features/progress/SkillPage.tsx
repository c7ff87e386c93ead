import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/Page";

export function SkillPage() {
  const { t } = useTranslation();
  return <Page title={t("nav.progress")}>{null}</Page>;
}
