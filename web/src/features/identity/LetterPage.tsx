import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button, ButtonLink } from "@/components/ui/Button";
import { Notice, Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { answer, api } from "@/lib/api";
import { useSecret } from "@/lib/fragment";
import { personQuery } from "@/lib/person";
import styles from "./EntryForm.module.css";

/** What the link of a letter does, by the page it leads to. */
const DEEDS = {
  "verify-email": (token: string) => answer(api.POST("/api/v1/auth/verify-email", { body: { token } })),
  "confirm-email": (token: string) => answer(api.POST("/api/v1/auth/confirm-email", { body: { token } })),
  "undo-email": (token: string) => answer(api.POST("/api/v1/auth/undo-email", { body: { token } })),
  "end-session": (token: string) => answer(api.POST("/api/v1/auth/end-session", { body: { token } })),
} as const;

type Deed = keyof typeof DEEDS;

const KEYS = {
  "verify-email": "verify",
  "confirm-email": "confirm",
  "undo-email": "undo",
  "end-session": "end",
} as const satisfies Record<Deed, string>;

type LetterPageProps = {
  readonly deed: Deed;
  /** Done as soon as the page is there; else the person says that they mean it. */
  readonly isAtOnce?: boolean;
};

/** The page that the link of a letter leads to. */
function LetterPage({ deed, isAtOnce = false }: LetterPageProps) {
  const { t } = useTranslation("account");
  const queries = useQueryClient();
  const token = useSecret(`/${deed}`);
  const { mutate, status, error } = useMutation({
    mutationFn: DEEDS[deed],
    onSuccess: () => queries.invalidateQueries({ queryKey: personQuery.queryKey }),
  });
  const done = useRef<string>(undefined);
  useEffect(() => {
    // A token works once.
    if (!isAtOnce || token === undefined || done.current === token) return;
    done.current = token;
    mutate(token);
  }, [isAtOnce, token, mutate]);
  return (
    <div className={styles.narrow}>
      <Page lead={t(`letter.${KEYS[deed]}.lead`)} title={t(`letter.${KEYS[deed]}.title`)} width="reading">
        <div className={styles.form}>
          {token === undefined ? <Notice title={t("letter.noToken")} /> : null}
          {status === "success" ? (
            <Notice role="status" title={t(`letter.${KEYS[deed]}.done`)} tone="good" />
          ) : null}
          {error ? <Problem error={error} /> : null}
          {token !== undefined && !isAtOnce && status !== "success" ? (
            <Button busy={status === "pending"} look="primary" onClick={() => mutate(token)} size="large">
              {t("letter.do")}
            </Button>
          ) : null}
          <div>
            <ButtonLink to="/">{t("letter.onwards")}</ButtonLink>
          </div>
        </div>
      </Page>
    </div>
  );
}

export const VerifyEmailPage = () => <LetterPage deed="verify-email" isAtOnce />;
export const ConfirmEmailPage = () => <LetterPage deed="confirm-email" isAtOnce />;
export const UndoEmailPage = () => <LetterPage deed="undo-email" />;
export const EndSessionPage = () => <LetterPage deed="end-session" />;
