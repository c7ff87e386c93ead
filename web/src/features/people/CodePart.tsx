import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { CopyButton } from "@/components/ui/CopyButton";
import { Dialog } from "@/components/ui/Dialog";
import { Problem } from "@/components/ui/Notice";
import { Actions, Stack } from "@/components/ui/Stack";
import { type Circle, type Kind, usePeopleChanges } from "@/features/people/queries";
import { useFormat } from "@/lib/format";
import styles from "./People.module.css";

type CodePartProps = { readonly kind: Kind; readonly circle: Circle };

/** The code that lets others in: to show on a wall, to send as a link, to renew, to take back. */
export function CodePart({ kind, circle }: CodePartProps) {
  const { t } = useTranslation("people");
  const { moment } = useFormat();
  const { renewCode, takeCodeBack } = usePeopleChanges();
  const [isLarge, setLarge] = useState(false);
  const changing = useMutation({
    mutationFn: (wish: "new" | "none"): Promise<unknown> =>
      wish === "new" ? renewCode(kind, circle.id) : takeCodeBack(kind, circle.id),
    onSuccess: (_, wish) => announce(t(wish === "new" ? "code.renewed" : "code.taken")),
  });
  const code = circle.join_code?.code ?? undefined;
  const end = circle.join_code?.expires_at;
  return (
    <Stack>
      {code === undefined ? <p>{t("code.none")}</p> : <p className={styles.code}>{code}</p>}
      {code !== undefined && end ? (
        <p className={styles.soft}>{t("code.until", { moment: moment(end) })}</p>
      ) : null}
      <Actions>
        {code === undefined ? null : (
          <>
            <Button onClick={() => setLarge(true)}>{t("code.large")}</Button>
            <CopyButton text={linkTo(code)}>{t("code.link")}</CopyButton>
          </>
        )}
        <Button busy={changing.isPending} onClick={() => changing.mutate("new")}>
          {t("code.renew")}
        </Button>
        {code === undefined ? null : (
          <Button busy={changing.isPending} look="quiet" onClick={() => changing.mutate("none")}>
            {t("code.take")}
          </Button>
        )}
      </Actions>
      {changing.error ? <Problem error={changing.error} /> : null}
      {isLarge && code !== undefined ? (
        <Dialog isOpen onClose={() => setLarge(false)} size="wide" title={circle.name}>
          <p className={styles.large}>{code}</p>
          <p className={styles.text}>{t("code.how", { site: `${window.location.host}/join` })}</p>
        </Dialog>
      ) : null}
    </Stack>
  );
}

/** Behind the `#`, so that no server and no log sees it. */
function linkTo(code: string): string {
  return `${window.location.origin}/join#code=${encodeURIComponent(code)}`;
}
