import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { CheckIcon } from "@/components/ui/icons";

const SHOWN_MS = 3_000;

type CopyButtonProps = { readonly text: string; readonly children?: string };

/** Puts a text where it can be pasted from. A browser does that on a secure address only; elsewhere nothing is offered. */
export function CopyButton({ text, children }: CopyButtonProps) {
  const { t } = useTranslation();
  const [state, setState] = useState<"copied" | "failed">();
  useEffect(() => {
    if (state === undefined) return;
    const later = setTimeout(() => setState(undefined), SHOWN_MS);
    return () => clearTimeout(later);
  }, [state]);
  if (!("clipboard" in navigator)) return null;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => {
        setState("copied");
        announce(t("copy.done"));
      },
      () => setState("failed"),
    );
  return (
    <Button onClick={() => void copy()}>
      {state === "copied" ? <CheckIcon /> : null}
      {state === undefined
        ? (children ?? t("copy.copy"))
        : t(`copy.${state === "copied" ? "done" : "failed"}`)}
    </Button>
  );
}
