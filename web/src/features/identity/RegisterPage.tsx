import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "@/components/ui/Card";
import { CheckField, TextField } from "@/components/ui/Field";
import { Page } from "@/components/ui/Page";
import { EntryForm } from "@/features/identity/EntryForm";
import { type NewAccount, register, useEntering, wrongFields } from "@/features/identity/entering";
import { PasswordField, PasswordNeeds } from "@/features/identity/PasswordField";
import { missing } from "@/features/identity/password";
import styles from "./EntryForm.module.css";

const route = getRouteApi("/register");
const FIELDS = ["full_name", "email", "password"] as const;
const NOTHING: NewAccount = { full_name: "", email: "", password: "", isToTeach: false };

/** Three fields, and one is in. */
export function RegisterPage() {
  const { t } = useTranslation("identity");
  const { next } = route.useSearch();
  return (
    <div className={styles.narrow}>
      <Page lead={t("register.lead")} title={t("register.title")} width="reading">
        <div>
          <Card>
            <RegisterForm next={next} />
          </Card>
          <p className={styles.other}>
            {t("register.known")}{" "}
            <Link search={next === undefined ? {} : { next }} to="/sign-in">
              {t("register.signIn")}
            </Link>
          </p>
        </div>
      </Page>
    </div>
  );
}

function RegisterForm({ next }: { readonly next: string | undefined }) {
  const { t } = useTranslation("identity");
  const [account, setAccount] = useState(NOTHING);
  const [empty, setEmpty] = useState<Readonly<Record<string, string>>>({});
  const enter = useEntering(next);
  const making = useMutation({ mutationFn: register, onSuccess: enter });
  const change = (field: (typeof FIELDS)[number]) => (value: string) => {
    setAccount((before) => ({ ...before, [field]: value }));
    setEmpty(({ [field]: _, ...others }) => others);
  };
  const submit = () => {
    const open = FIELDS.filter((field) => account[field].trim() === "");
    setEmpty(Object.fromEntries(open.map((field) => [field, t(`missing.${field}`)])));
    making.reset();
    if (open.length === 0) making.mutate(account);
  };
  const wrong = { ...wrongFields(making.error), ...empty };
  const isOfAField = Object.keys(wrongFields(making.error)).some((field) =>
    (FIELDS as readonly string[]).includes(field),
  );
  return (
    <EntryForm
      error={isOfAField ? null : making.error}
      isBusy={making.isPending}
      onSubmit={submit}
      submit={t("register.submit")}
    >
      <TextField
        autoComplete="name"
        error={wrong.full_name}
        hint={t("name.hint")}
        label={t("name.label")}
        maxLength={200}
        name="full_name"
        onChange={(event) => change("full_name")(event.target.value)}
        required
        value={account.full_name}
      />
      <TextField
        autoCapitalize="off"
        autoComplete="email"
        error={wrong.email}
        inputMode="email"
        label={t("email.label")}
        maxLength={254}
        name="email"
        onChange={(event) => change("email")(event.target.value)}
        required
        spellCheck={false}
        type="email"
        value={account.email}
      />
      <PasswordField
        autoComplete="new-password"
        error={wrong.password}
        hint={<PasswordNeeds missing={missing(account.password, account)} />}
        onChange={change("password")}
        value={account.password}
      />
      <CheckField
        checked={account.isToTeach}
        hint={t("register.teachHint")}
        label={t("register.teach")}
        onChange={(isToTeach) => setAccount((before) => ({ ...before, isToTeach }))}
      />
    </EntryForm>
  );
}
