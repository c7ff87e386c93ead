import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { Problem } from "@/components/ui/Notice";
import { Form } from "@/components/ui/Stack";
import { useAccountChanges } from "@/features/identity/account/queries";
import { wrongFields } from "@/features/identity/entering";
import { PasswordField, PasswordNeeds } from "@/features/identity/PasswordField";
import { missing } from "@/features/identity/password";
import type { Person } from "@/lib/person";

const FORM = "change-password";

type Props = { readonly person: Person };

/** Another password; the other sign-ins end with the old one. */
export function PasswordPart({ person }: Props) {
  const { t } = useTranslation("account");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("password.change")}</Button>
      {isOpen ? <ChangePassword onClose={() => setOpen(false)} person={person} /> : null}
    </>
  );
}

function ChangePassword({ person, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useTranslation(["account", "identity", "common"]);
  const { changePassword } = useAccountChanges();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [wasSent, setSent] = useState(false);
  const changing = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      announce(t("password.changed"));
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSent(true);
    changing.reset();
    if (current !== "" && next !== "" && !changing.isPending)
      changing.mutate({ current_password: current, new_password: next });
  };
  // Whether it is the old or the new one that does not do, the code says.
  const { password: refused, current_password: wrong } = wrongFields(changing.error);
  const empty = (value: string) => (wasSent && value === "" ? t("identity:missing.password") : undefined);
  return (
    <Dialog
      actions={
        <>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button busy={changing.isPending} form={FORM} look="primary" type="submit">
            {t("password.change")}
          </Button>
        </>
      }
      isOpen
      onClose={onClose}
      title={t("password.change")}
    >
      <p>{t("password.lead")}</p>
      <Form id={FORM} onSubmit={submit}>
        <input autoComplete="username" hidden readOnly value={person.email} />
        <PasswordField
          autoComplete="current-password"
          error={empty(current) ?? wrong}
          label={t("password.current")}
          name="current_password"
          onChange={setCurrent}
          value={current}
        />
        <PasswordField
          autoComplete="new-password"
          error={empty(next) ?? refused}
          hint={<PasswordNeeds missing={missing(next, person)} />}
          label={t("password.new")}
          name="new_password"
          onChange={setNext}
          value={next}
        />
      </Form>
      {changing.error && !refused && !wrong ? <Problem error={changing.error} /> : null}
    </Dialog>
  );
}
