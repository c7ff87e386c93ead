import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/Page";

export function SignInPage() {
  const { t } = useTranslation();
  return <Page title={t("nav.signIn")}>{null}</Page>;
}
