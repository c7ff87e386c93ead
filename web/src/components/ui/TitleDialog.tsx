import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { TextField } from "@/components/ui/Field";
import { Problem } from "@/components/ui/Notice";

type TitleDialogProps = {
  readonly heading: string;
  readonly label: string;
  readonly hint?: string;
  readonly initial?: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onSave: (title: string) => Promise<unknown>;
};

/** Asks for a name, of something new or something that is there. */
export function TitleDialog({ heading, isOpen, onClose, ...form }: TitleDialogProps) {
  const { t } = useTranslation();
  const formId = useId();
  return (
    <Dialog
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button form={formId} look="primary" type="submit">
            {t("save")}
          </Button>
        </>
      }
      isOpen={isOpen}
      onClose={onClose}
      title={heading}
    >
      <TitleForm {...form} formId={formId} onDone={onClose} />
    </Dialog>
  );
}

type TitleFormProps = Pick<TitleDialogProps, "label" | "hint" | "initial" | "onSave"> & {
  readonly formId: string;
  readonly onDone: () => void;
};

function TitleForm({ label, hint, initial = "", onSave, formId, onDone }: TitleFormProps) {
  const { t } = useTranslation();
  const [title, setTitle] = useState(initial);
  const [isEmpty, setEmpty] = useState(false);
  const save = useMutation({ mutationFn: onSave, onSuccess: onDone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(title.trim() === "");
    if (title.trim() !== "" && !save.isPending) save.mutate(title.trim());
  };
  return (
    <form id={formId} noValidate onSubmit={submit}>
      <TextField
        autoComplete="off"
        error={isEmpty ? t("nameMissing") : undefined}
        hint={hint}
        label={label}
        maxLength={200}
        onChange={(event) => setTitle(event.target.value)}
        value={title}
      />
      {save.isError ? <Problem error={save.error} /> : null}
    </form>
  );
}
