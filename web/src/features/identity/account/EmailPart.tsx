import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { TextField } from "@/components/ui/Field";
import { AlertIcon, CheckIcon } from "@/components/ui/icons";
import { Notice, Problem } from "@/components/ui/Notice";
import { Actions, Form } from "@/components/ui/Stack";
import { useAccountChanges } from "@/features/identity/account/queries";
import { wrongFields } from "@/features/identity/entering";
import { PasswordField } from "@/features/identity/PasswordField";
import { classes } from "@/lib/classes";
import type { Person } from "@/lib/person";
import styles from "./Account.module.css";

const FORM = "change-email";

/** The address letters go to: whether it is known to be theirs, and another one. */
export function EmailPart({ person }: { readonly person: Person }) {
  const { t } = useTranslation("account");
  const [isChanging, setChanging] = useState(false);
  const { sendVerification } = useAccountChanges();
  const sending = useMutation({
    mutationFn: sendVerification,
    onSuccess: () => announce(t("email.sent", { email: person.email })),
  });
  return (
    <div className={styles.fact}>
      <p>{person.email}</p>
      <p className={classes(styles.state, !person.email_verified && styles.open)}>
        {person.email_verified ? <CheckIcon /> : <AlertIcon />}
        {person.email_verified ? t("email.verified") : t("email.unverified")}
      </p>
      {person.email_verified ? null : <p className={styles.soft}>{t("email.why")}</p>}
      <Actions>
        {person.email_verified ? null : (
          <Button busy={sending.isPending} onClick={() => sending.mutate()}>
            {t("email.send")}
          </Button>
        )}
        <Button onClick={() => setChanging(true)}>{t("email.change")}</Button>
      </Actions>
      {sending.isSuccess ? (
        <Notice role="status" title={t("email.sent", { email: person.email })} tone="good">
          <p>{t("email.where")}</p>
        </Notice>
      ) : null}
      {sending.error ? <Problem error={sending.error} /> : null}
      {person.pending_email ? (
        <Notice title={t("email.pending", { email: person.pending_email })}>
          <p>{t("email.pendingUntil", { email: person.email })}</p>
        </Notice>
      ) : null}
      {isChanging ? <ChangeEmail onClose={() => setChanging(false)} person={person} /> : null}
    </div>
  );
}

type ChangeEmailProps = { readonly person: Person; readonly onClose: () => void };

function ChangeEmail({ person, onClose }: ChangeEmailProps) {
  const { t } = useTranslation(["account", "identity", "common"]);
  const { changeEmail } = useAccountChanges();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [wasSent, setSent] = useState(false);
  const changing = useMutation({ mutationFn: changeEmail, onSuccess: onClose });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSent(true);
    changing.reset();
    if (email.trim() !== "" && password !== "" && !changing.isPending) changing.mutate({ email, password });
  };
  const wrong = wrongFields(changing.error);
  return (
    <Dialog
      actions={
        <>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button busy={changing.isPending} form={FORM} look="primary" type="submit">
            {t("email.send")}
          </Button>
        </>
      }
      isOpen
      onClose={onClose}
      title={t("email.changeTitle")}
    >
      <p>{t("email.changeLead", { email: person.email })}</p>
      <Form id={FORM} onSubmit={submit}>
        <TextField
          autoCapitalize="off"
          autoComplete="email"
          error={wasSent && email.trim() === "" ? t("identity:missing.email") : wrong.email}
          inputMode="email"
          label={t("email.new")}
          maxLength={254}
          name="email"
          onChange={(event) => setEmail(event.target.value)}
          spellCheck={false}
          type="email"
          value={email}
        />
        <PasswordField
          autoComplete="current-password"
          error={wasSent && password === "" ? t("identity:missing.password") : wrong.current_password}
          onChange={setPassword}
          value={password}
        />
      </Form>
      {changing.error && Object.keys(wrong).length === 0 ? <Problem error={changing.error} /> : null}
    </Dialog>
  );
}
