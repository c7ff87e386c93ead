import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { Problem } from "@/components/ui/Notice";

type ConfirmDialogProps = {
  readonly title: string;
  readonly confirm: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => Promise<unknown>;
  /** What happens then. */
  readonly children: ReactNode;
};

/** Asks once more before something is put away. */
export function ConfirmDialog({ title, confirm, isOpen, onClose, onConfirm, children }: ConfirmDialogProps) {
  const { t } = useTranslation();
  const act = useMutation({ mutationFn: onConfirm, onSuccess: onClose });
  const close = () => {
    act.reset();
    onClose();
  };
  return (
    <Dialog
      actions={
        <>
          <Button onClick={close}>{t("cancel")}</Button>
          <Button busy={act.isPending} look="primary" onClick={() => act.mutate()}>
            {confirm}
          </Button>
        </>
      }
      isOpen={isOpen}
      onClose={close}
      title={title}
    >
      {children}
      {act.isError ? <Problem error={act.error} /> : null}
    </Dialog>
  );
}
