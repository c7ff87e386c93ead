import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { TextField } from "@/components/ui/Field";
import { Problem } from "@/components/ui/Notice";
import { Form } from "@/components/ui/Stack";
import { PAGE_OF } from "@/features/people/links";
import { usePeopleChanges } from "@/features/people/queries";
import { ApiError } from "@/lib/errors";

type JoinFormProps = { readonly code?: string | undefined };

/** The way into a class or a group for whoever has its code. */
export function JoinForm({ code: known = "" }: JoinFormProps) {
  const { t } = useTranslation("people");
  const navigate = useNavigate();
  const { joinByCode } = usePeopleChanges();
  const [code, setCode] = useState(known);
  const [isEmpty, setEmpty] = useState(false);
  const joining = useMutation({
    mutationFn: joinByCode,
    onSuccess: ({ kind, circle }) => {
      announce(t("join.joined", { name: circle.name }));
      void navigate({ to: PAGE_OF[kind], params: { circleId: circle.id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(code.trim() === "");
    if (code.trim() !== "" && !joining.isPending) joining.mutate(code.trim());
  };
  const isUnknown = joining.error instanceof ApiError && joining.error.code === "CODE_INVALID";
  return (
    <Form onSubmit={submit}>
      <TextField
        action={
          <Button busy={joining.isPending} look={known ? "primary" : "secondary"} type="submit">
            {t("join.submit")}
          </Button>
        }
        autoCapitalize="characters"
        autoComplete="off"
        error={isEmpty ? t("join.missing") : isUnknown ? joining.error?.message : undefined}
        hint={t("join.hint")}
        label={t("join.code")}
        maxLength={64}
        onChange={(event) => {
          setCode(event.target.value);
          setEmpty(false);
          joining.reset();
        }}
        spellCheck={false}
        value={code}
      />
      {joining.error && !isUnknown ? <Problem error={joining.error} /> : null}
    </Form>
  );
}
