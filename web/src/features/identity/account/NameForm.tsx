import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { TextField } from "@/components/ui/Field";
import { wrongFields } from "@/features/identity/entering";
import { useChange } from "@/features/identity/preferences";
import { Saved } from "@/features/identity/Saved";
import styles from "@/features/identity/Settings.module.css";
import type { Person } from "@/lib/person";

/** What one is called. */
export function NameForm({ person }: { readonly person: Person }) {
  const { t } = useTranslation(["identity", "common"]);
  const [name, setName] = useState(person.full_name);
  const change = useChange();
  const wrong = wrongFields(change.error).full_name;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name !== person.full_name) change.mutate({ full_name: name });
  };
  return (
    <form className={styles.name} noValidate onSubmit={submit}>
      <TextField
        action={
          <Button busy={change.isPending} type="submit">
            {t("common:save")}
          </Button>
        }
        autoComplete="name"
        error={wrong}
        hint={t("name.hint")}
        label={t("name.label")}
        maxLength={200}
        name="full_name"
        onChange={(event) => setName(event.target.value)}
        value={name}
      />
      {wrong === undefined ? <Saved change={change} /> : null}
    </form>
  );
}
