import { useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { useUnsent } from "@/lib/answers";
import { useSignOut } from "@/lib/person";

/** Signing out: at once, unless there is something to know before, or it fails. */
export function useLeaving() {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  const unsent = useUnsent();
  const { mutate, reset, error, isPending } = useSignOut();
  const leave = () => {
    const close = () => setAsked(false);
    mutate(undefined, { onSuccess: () => announce(t("account.signedOut")), onSettled: close });
  };
  const stay = () => {
    setAsked(false);
    reset();
  };
  return {
    begin: unsent > 0 ? () => setAsked(true) : leave,
    dialog: isAsked || error ? { unsent, error, isBusy: isPending, onLeave: leave, onClose: stay } : null,
  };
}
