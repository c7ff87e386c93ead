import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { Problem } from "@/components/ui/Notice";
import { Row } from "@/components/ui/Rows";
import styles from "@/features/identity/account/Account.module.css";
import { type Account, type GivenRole, useAccountsChanges } from "@/features/identity/accounts/queries";
import { usePerson } from "@/lib/person";

// Who may give roles and suspend; who only administers looks.
const MANAGES = "users:manage";
const GIVEN: readonly GivenRole[] = ["student", "teacher", "admin"];

/** Somebody's account, and for who may manage it, what can be done about it. */
export function OneAccount({ account }: { readonly account: Account }) {
  const { t } = useTranslation("account");
  const { data: self } = usePerson();
  const { giveRole } = useAccountsChanges();
  const name = account.full_name;
  const giving = useMutation({
    mutationFn: (role: GivenRole) => giveRole(account.id, role),
    onSuccess: (given) => announce(t("all.given", { name, role: t(`all.role.${given.user_type}`) })),
  });
  const mayManage = self?.permissions.includes(MANAGES) && account.user_type !== "super_admin";
  const standing = t(`all.role.${account.user_type}`);
  return (
    <Row
      about={[
        `${account.username} · ${account.email}`,
        account.status === "suspended" ? `${standing} · ${t("all.suspended")}` : standing,
      ]}
      actions={
        mayManage ? (
          <>
            {account.teacher_requested ? (
              <>
                <Button
                  aria-label={t("all.approveOf", { name })}
                  busy={giving.isPending}
                  look="primary"
                  onClick={() => giving.mutate("teacher")}
                >
                  {t("all.approve")}
                </Button>
                <Button
                  aria-label={t("all.declineOf", { name })}
                  busy={giving.isPending}
                  onClick={() => giving.mutate("student")}
                >
                  {t("all.decline")}
                </Button>
              </>
            ) : (
              <select
                aria-label={t("all.roleOf", { name })}
                className={styles.role}
                onChange={(event) => giving.mutate(event.target.value as GivenRole)}
                value={account.user_type}
              >
                {GIVEN.map((role) => (
                  <option key={role} value={role}>
                    {t(`all.role.${role}`)}
                  </option>
                ))}
              </select>
            )}
            {account.id === self?.id ? null : <Suspend account={account} />}
          </>
        ) : undefined
      }
      name={
        <>
          {name}
          {account.teacher_requested ? <span className={styles.here}>{t("all.asks")}</span> : null}
        </>
      }
    >
      {giving.error ? <Problem error={giving.error} /> : null}
    </Row>
  );
}

/** Keeps somebody out, or lets them in again. */
function Suspend({ account: { id, full_name: name, status } }: { readonly account: Account }) {
  const { t } = useTranslation("account");
  const { setStatus } = useAccountsChanges();
  const [isAsked, ask] = useState(false);
  const what = status === "suspended" ? "letIn" : "suspend";
  return (
    <>
      <Button aria-label={t(`all.${what}.of`, { name })} look="quiet" onClick={() => ask(true)}>
        {t(`all.${what}.do`)}
      </Button>
      <ConfirmDialog
        confirm={t(`all.${what}.do`)}
        isOpen={isAsked}
        onClose={() => ask(false)}
        onConfirm={async () => {
          await setStatus(id, what === "letIn" ? "active" : "suspended");
          announce(t(`all.${what}.done`, { name }));
        }}
        title={t(`all.${what}.title`, { name })}
      >
        <p>{t(`all.${what}.what`)}</p>
      </ConfirmDialog>
    </>
  );
}
