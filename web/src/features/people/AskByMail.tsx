import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { ChoiceField, TextField } from "@/components/ui/Field";
import { Notice, Problem } from "@/components/ui/Notice";
import { Form } from "@/components/ui/Stack";
import { type Guardianship, usePeopleChanges } from "@/features/people/queries";
import { ApiError } from "@/lib/errors";

type Side = Guardianship["side"];

/** Asks somebody by their address; whether they have an account here is told to nobody. */
export function AskByMail() {
  const { t } = useTranslation("people");
  const { askForGuardianship } = usePeopleChanges();
  const [side, setSide] = useState<Side>("guardian");
  const [email, setEmail] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const asking = useMutation({
    mutationFn: (to: string) => askForGuardianship(side, to),
    onSuccess: () => {
      setEmail("");
      announce(t("guardians.byMail.done"));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(email.trim() === "");
    if (email.trim() !== "" && !asking.isPending) asking.mutate(email.trim());
  };
  const isWrong = asking.error instanceof ApiError && asking.error.code === "EMAIL_INVALID";
  return (
    <Form onSubmit={submit}>
      <p>{t("guardians.byMail.lead")}</p>
      <ChoiceField
        legend={t("guardians.byMail.side")}
        name="side"
        onChange={setSide}
        options={(["guardian", "learner"] as const).map((value) => ({
          value,
          label: t(`guardians.byMail.as.${value}`),
        }))}
        value={side}
      />
      <TextField
        action={
          <Button busy={asking.isPending} type="submit">
            {t("guardians.byMail.do")}
          </Button>
        }
        autoCapitalize="off"
        autoComplete="off"
        error={isEmpty ? t("guardians.byMail.missing") : isWrong ? asking.error?.message : undefined}
        inputMode="email"
        label={t("guardians.byMail.email")}
        maxLength={254}
        onChange={(event) => {
          setEmail(event.target.value);
          setEmpty(false);
          asking.reset();
        }}
        spellCheck={false}
        type="email"
        value={email}
      />
      {asking.isSuccess ? (
        <Notice title={t("guardians.byMail.done")} tone="good">
          <p>{t("guardians.byMail.then")}</p>
        </Notice>
      ) : null}
      {asking.error && !isWrong ? <Problem error={asking.error} /> : null}
    </Form>
  );
}
