import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { Notice } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { EntryForm } from "@/features/identity/EntryForm";
import { wrongFields } from "@/features/identity/entering";
import { PasswordField, PasswordNeeds } from "@/features/identity/PasswordField";
import { missing } from "@/features/identity/password";
import { answer, api } from "@/lib/api";
import { useSecret } from "@/lib/fragment";
import styles from "./EntryForm.module.css";

// Whose password it is only the server knows.
const SOMEBODY = { email: "", full_name: "" };

/** A new password, for whoever holds the link of the letter. */
export function ResetPasswordPage() {
  const { t } = useTranslation(["account", "identity"]);
  const token = useSecret("/reset-password");
  const [password, setPassword] = useState("");
  const [wasSent, setSent] = useState(false);
  const resetting = useMutation({
    mutationFn: (token: string) =>
      answer(api.POST("/api/v1/auth/password/reset", { body: { token, password } })),
  });
  const submit = () => {
    setSent(true);
    resetting.reset();
    if (password !== "" && token !== undefined) resetting.mutate(token);
  };
  const wrong = wrongFields(resetting.error).password;
  return (
    <div className={styles.narrow}>
      <Page lead={t("reset.lead")} title={t("reset.title")} width="reading">
        {token === undefined ? (
          <Notice
            actions={<Link to="/forgot-password">{t("reset.another")}</Link>}
            title={t("letter.noToken")}
          />
        ) : resetting.isSuccess ? (
          <Notice
            actions={
              <ButtonLink look="primary" to="/sign-in">
                {t("identity:signIn.submit")}
              </ButtonLink>
            }
            role="status"
            title={t("reset.done")}
            tone="good"
          >
            <p>{t("reset.ended")}</p>
          </Notice>
        ) : (
          <Card>
            <EntryForm
              error={wrong === undefined ? resetting.error : null}
              isBusy={resetting.isPending}
              onSubmit={submit}
              submit={t("reset.submit")}
            >
              <PasswordField
                autoComplete="new-password"
                error={wasSent && password === "" ? t("identity:missing.password") : wrong}
                hint={<PasswordNeeds missing={missing(password, SOMEBODY)} />}
                label={t("reset.new")}
                onChange={setPassword}
                value={password}
              />
            </EntryForm>
          </Card>
        )}
      </Page>
    </div>
  );
}
