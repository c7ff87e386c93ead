import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { TextField } from "@/components/ui/Field";
import { Problem } from "@/components/ui/Notice";
import { PasswordField } from "@/features/identity/PasswordField";
import { answer, api } from "@/lib/api";
import { ApiError } from "@/lib/errors";
import { usePerson } from "@/lib/person";
import { endProving, type Way } from "@/lib/proving";

const FORM = "prove-it-is-you";

/** Asks for the password, or the code of a letter, before something that could hurt the account; then that goes on. */
export function ProveItIsYou({ way: asked }: { readonly way: Way }) {
  const { t } = useTranslation(["account", "identity", "common"]);
  const { data: person } = usePerson();
  const [proof, setProof] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const [way, setWay] = useState(asked);
  const proving = useMutation({
    mutationFn: () =>
      answer(
        api.POST("/api/v1/auth/confirm", {
          body: way === "code" ? { code: proof.trim() } : { password: proof },
        }),
      ),
    onSuccess: () => endProving(true),
    onError: (error) => {
      // The password alone does not do where a sign-in was unusual, which may turn out only now.
      if (!(error instanceof ApiError) || error.details.way !== "code") return;
      setWay("code");
      setProof("");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(proof.trim() === "");
    if (proof.trim() !== "" && !proving.isPending) proving.mutate();
  };
  const change = (value: string) => {
    setProof(value);
    setEmpty(false);
    proving.reset();
  };
  const wrong = isWrong(proving.error) ? proving.error.message : undefined;
  return (
    <Dialog
      actions={
        <>
          <Button onClick={() => endProving(false)}>{t("common:cancel")}</Button>
          <Button busy={proving.isPending} form={FORM} look="primary" type="submit">
            {t("prove.submit")}
          </Button>
        </>
      }
      isOpen
      onClose={() => endProving(false)}
      title={t("prove.title")}
    >
      <p>{t(`prove.lead.${way}`)}</p>
      <form id={FORM} noValidate onSubmit={submit}>
        {/* So that a keeper of passwords knows whose it is. */}
        <input autoComplete="username" hidden readOnly value={person?.email ?? ""} />
        {way === "password" ? (
          <PasswordField
            autoComplete="current-password"
            error={isEmpty ? t("identity:missing.password") : wrong}
            onChange={change}
            value={proof}
          />
        ) : (
          <CodeField error={isEmpty ? t("prove.codeMissing") : wrong} onChange={change} value={proof} />
        )}
      </form>
      {proving.error && wrong === undefined ? <Problem error={proving.error} /> : null}
    </Dialog>
  );
}

type CodeFieldProps = {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
};

function CodeField({ value, error, onChange }: CodeFieldProps) {
  const { t } = useTranslation("account");
  const sending = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/auth/confirm/send")),
    onSuccess: () => announce(t("prove.codeSent")),
  });
  return (
    <>
      <TextField
        autoComplete="one-time-code"
        error={error}
        inputMode="numeric"
        label={t("prove.code")}
        maxLength={20}
        name="code"
        onChange={(event) => onChange(event.target.value)}
        value={value}
      />
      <p>
        <Button busy={sending.isPending} look="quiet" onClick={() => sending.mutate()}>
          {sending.isSuccess ? t("prove.codeSent") : t("prove.codeAgain")}
        </Button>
      </p>
      {sending.error ? <Problem error={sending.error} /> : null}
    </>
  );
}

function isWrong(error: unknown): error is ApiError {
  return error instanceof ApiError && ["PASSWORD_WRONG", "CODE_WRONG"].includes(error.code);
}
