import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Card } from "@/components/ui/Card";
import { Page } from "@/components/ui/Page";
import { useEntering } from "@/features/identity/entering";
import { SignInForm } from "@/features/identity/SignInForm";
import styles from "./EntryForm.module.css";

const route = getRouteApi("/sign-in");

/** The way back in. */
export function SignInPage() {
  const { t } = useTranslation("identity");
  const { next } = route.useSearch();
  const enter = useEntering(next);
  return (
    <div className={styles.narrow}>
      <Page
        lead={next === undefined ? undefined : t("signIn.lead")}
        title={t("signIn.title")}
        width="reading"
      >
        <div>
          <Card>
            <SignInForm onEntered={enter} />
          </Card>
          <p className={styles.other}>
            <Link to="/forgot-password">{t("signIn.forgot")}</Link>
            <br />
            {t("signIn.new")}{" "}
            <Link search={next === undefined ? {} : { next }} to="/register">
              {t("signIn.register")}
            </Link>
          </p>
        </div>
      </Page>
    </div>
  );
}
