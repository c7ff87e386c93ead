import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "@/components/ui/Card";
import { TextField } from "@/components/ui/Field";
import { Notice } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { EntryForm } from "@/features/identity/EntryForm";
import { wrongFields } from "@/features/identity/entering";
import { answer, api } from "@/lib/api";
import styles from "./EntryForm.module.css";

/** The way to a new password; it says the same whether or not there is such an account. */
export function ForgotPasswordPage() {
  const { t } = useTranslation(["account", "identity"]);
  const [email, setEmail] = useState("");
  const [wasSent, setSent] = useState(false);
  const asking = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/auth/password/forgot", { body: { email } })),
  });
  const submit = () => {
    setSent(true);
    asking.reset();
    if (email.trim() !== "") asking.mutate();
  };
  const wrong = wrongFields(asking.error).email;
  return (
    <div className={styles.narrow}>
      <Page lead={t("forgot.lead")} title={t("forgot.title")} width="reading">
        <div>
          <Card>
            <EntryForm
              error={wrong === undefined ? asking.error : null}
              isBusy={asking.isPending}
              onSubmit={submit}
              submit={t("forgot.submit")}
            >
              {asking.isSuccess ? (
                <Notice role="status" title={t("forgot.sent")} tone="good">
                  <p>{t("forgot.where")}</p>
                </Notice>
              ) : null}
              <TextField
                autoCapitalize="off"
                autoComplete="username"
                error={wasSent && email.trim() === "" ? t("identity:missing.email") : wrong}
                inputMode="email"
                label={t("identity:email.label")}
                name="email"
                onChange={(event) => setEmail(event.target.value)}
                spellCheck={false}
                type="email"
                value={email}
              />
            </EntryForm>
          </Card>
          <p className={styles.other}>
            <Link to="/sign-in">{t("forgot.back")}</Link>
          </p>
        </div>
      </Page>
    </div>
  );
}
