import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { EmptyState } from "@/components/ui/EmptyState";
import { PlusIcon } from "@/components/ui/icons";
import { Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { Row, Rows } from "@/components/ui/Rows";
import { Skeleton } from "@/components/ui/Skeleton";
import { KeyDialog } from "@/features/identity/account/KeyDialog";
import { type ApiKey, keysQuery, scopesQuery, useAccountChanges } from "@/features/identity/account/queries";
import { useFormat } from "@/lib/format";
import styles from "./Account.module.css";

/** Keys that let programs do some of what one may do oneself. */
export function KeysPage() {
  const { t } = useTranslation("account");
  const [isMaking, make] = useState(false);
  const keys = useQuery(keysQuery);
  const button = (
    <Button look="primary" onClick={() => make(true)}>
      <PlusIcon />
      {t("keys.make")}
    </Button>
  );
  const isEmpty = keys.data?.length === 0;
  return (
    <Page
      above={<Link to="/account">{t("title")}</Link>}
      actions={isEmpty ? null : button}
      lead={t("keys.lead")}
      title={t("keys.title")}
      width="reading"
    >
      {keys.isPending ? <Skeleton lines={4} /> : null}
      {keys.isError ? <Problem error={keys.error} onRetry={() => void keys.refetch()} /> : null}
      {isEmpty ? (
        <EmptyState action={button} title={t("keys.none")}>
          <p>{t("keys.noneWhat")}</p>
        </EmptyState>
      ) : null}
      {keys.data && !isEmpty ? (
        <Rows>
          {keys.data.map((key) => (
            <OneKey apiKey={key} key={key.id} />
          ))}
        </Rows>
      ) : null}
      {isMaking ? <KeyDialog onClose={() => make(false)} /> : null}
    </Page>
  );
}

function OneKey({ apiKey }: { readonly apiKey: ApiKey }) {
  const { t } = useTranslation("account");
  const { moment, fromNow, list } = useFormat();
  const { data: scopes = [] } = useQuery(scopesQuery);
  const { revokeKey } = useAccountChanges();
  const [isAsked, ask] = useState(false);
  const { name, expires_at: end, last_used_at: used } = apiKey;
  const words = new Map(scopes.map(({ scope, text }) => [scope, text]));
  const facts = [
    used === null ? t("keys.neverUsed") : t("keys.used", { when: fromNow(used, new Date()) }),
    end === null ? t("keys.endless") : t("keys.until", { moment: moment(end) }),
  ];
  return (
    <Row
      about={[list(apiKey.scopes.map((scope) => words.get(scope) ?? scope)), facts.join(" · ")]}
      actions={
        <Button aria-label={t("keys.revokeOf", { name })} onClick={() => ask(true)}>
          {t("keys.revoke")}
        </Button>
      }
      name={
        <>
          {name} <code className={styles.soft}>{apiKey.prefix}…</code>
        </>
      }
    >
      <ConfirmDialog
        confirm={t("keys.revoke")}
        isOpen={isAsked}
        onClose={() => ask(false)}
        onConfirm={async () => {
          await revokeKey(apiKey.id);
          announce(t("keys.revoked", { name }));
        }}
        title={t("keys.revokeTitle", { name })}
      >
        <p>{t("keys.revokeWhat")}</p>
      </ConfirmDialog>
    </Row>
  );
}
