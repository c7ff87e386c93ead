import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { Problem } from "@/components/ui/Notice";

type LeaveDialogProps = {
  /** How many answers have yet to be sent. */
  readonly unsent: number;
  /** Why signing out has failed. */
  readonly error: Error | null;
  readonly isBusy: boolean;
  readonly onLeave: () => void;
  readonly onClose: () => void;
};

/** What to know before signing out. */
export function LeaveDialog({ unsent, error, isBusy, onLeave, onClose }: LeaveDialogProps) {
  const { t } = useTranslation();
  const actions = (
    <>
      <Button onClick={onClose}>{t("account.stay")}</Button>
      <Button busy={isBusy} look="primary" onClick={onLeave}>
        {t("account.signOut")}
      </Button>
    </>
  );
  return (
    <Dialog actions={actions} isOpen onClose={onClose} title={t("account.leaving")}>
      {unsent > 0 ? <p>{t("account.unsent", { count: unsent })}</p> : null}
      {error ? <Problem error={error} /> : null}
    </Dialog>
  );
}
