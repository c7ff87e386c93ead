import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { TextField } from "@/components/ui/Field";
import { Problem } from "@/components/ui/Notice";
import { Form } from "@/components/ui/Stack";
import { type Circle, type Kind, usePeopleChanges } from "@/features/people/queries";

type InviteFormProps = { readonly kind: Kind; readonly circle: Circle };

/** Invites somebody by their username; they may decline. */
export function InviteForm({ kind, circle }: InviteFormProps) {
  const { t } = useTranslation("people");
  const { invite } = usePeopleChanges();
  const [username, setUsername] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const inviting = useMutation({
    mutationFn: (name: string) => invite(kind, circle.id, name),
    onSuccess: ({ person }) => {
      setUsername("");
      announce(t("invite.done", { name: person.full_name }));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(username.trim() === "");
    if (username.trim() !== "" && !inviting.isPending) inviting.mutate(username.trim());
  };
  return (
    <Form onSubmit={submit}>
      <TextField
        action={
          <Button busy={inviting.isPending} type="submit">
            {t("invite.do")}
          </Button>
        }
        autoCapitalize="off"
        autoComplete="off"
        error={isEmpty ? t("invite.missing") : undefined}
        hint={t("invite.hint")}
        label={t("invite.username")}
        maxLength={64}
        onChange={(event) => {
          setUsername(event.target.value);
          setEmpty(false);
        }}
        spellCheck={false}
        value={username}
      />
      {inviting.error ? <Problem error={inviting.error} /> : null}
    </Form>
  );
}
