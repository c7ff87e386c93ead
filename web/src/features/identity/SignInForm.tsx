import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { TextField } from "@/components/ui/Field";
import { EntryForm } from "@/features/identity/EntryForm";
import { signIn, wrongFields } from "@/features/identity/entering";
import { PasswordField } from "@/features/identity/PasswordField";
import type { Person } from "@/lib/person";

type SignInFormProps = {
  /** Whose it is, if that is known. */
  readonly email?: string;
  readonly onEntered: (person: Person) => void;
};

/** Address and password. */
export function SignInForm({ email: known, onEntered }: SignInFormProps) {
  const { t } = useTranslation("identity");
  const [email, setEmail] = useState(known ?? "");
  const [password, setPassword] = useState("");
  const [wasSent, setSent] = useState(false);
  const entering = useMutation({ mutationFn: signIn, onSuccess: onEntered });
  const submit = () => {
    setSent(true);
    entering.reset();
    if (email.trim() !== "" && password !== "") entering.mutate({ email, password });
  };
  const wrong = wrongFields(entering.error);
  const isOfAField = "email" in wrong || "password" in wrong;
  return (
    <EntryForm
      error={isOfAField ? null : entering.error}
      isBusy={entering.isPending}
      onSubmit={submit}
      submit={t("signIn.submit")}
    >
      <TextField
        autoCapitalize="off"
        autoComplete="username"
        error={wasSent && email.trim() === "" ? t("missing.email") : wrong.email}
        inputMode="email"
        label={t("email.label")}
        name="email"
        onChange={(event) => setEmail(event.target.value)}
        required
        spellCheck={false}
        type="email"
        value={email}
      />
      <PasswordField
        autoComplete="current-password"
        error={wasSent && password === "" ? t("missing.password") : wrong.password}
        onChange={setPassword}
        value={password}
      />
    </EntryForm>
  );
}
