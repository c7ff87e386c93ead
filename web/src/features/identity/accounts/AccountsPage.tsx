import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { CheckField, TextField } from "@/components/ui/Field";
import { Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { Rows } from "@/components/ui/Rows";
import { ShowMore } from "@/components/ui/ShowMore";
import { Skeleton } from "@/components/ui/Skeleton";
import { Form } from "@/components/ui/Stack";
import { OneAccount } from "@/features/identity/accounts/OneAccount";
import { accountsQuery, type Sought } from "@/features/identity/accounts/queries";

/** All accounts, for who administers: who asks to teach is answered here. */
export function AccountsPage() {
  const { t } = useTranslation(["account", "common"]);
  const [words, setWords] = useState("");
  const [sought, seek] = useState<Sought>({ words: "", isAsking: false });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    seek((before) => ({ ...before, words: words.trim() }));
  };
  return (
    <Page
      above={<Link to="/people">{t("common:nav.people")}</Link>}
      lead={t("all.lead")}
      title={t("all.title")}
      width="reading"
    >
      <Form onSubmit={submit}>
        <TextField
          action={<Button type="submit">{t("all.search")}</Button>}
          autoComplete="off"
          label={t("all.words")}
          maxLength={100}
          onChange={(event) => setWords(event.target.value)}
          value={words}
        />
        <CheckField
          checked={sought.isAsking}
          label={t("all.onlyAsking")}
          onChange={(isAsking) => seek((before) => ({ ...before, isAsking }))}
        />
      </Form>
      <Found sought={sought} />
    </Page>
  );
}

function Found({ sought }: { readonly sought: Sought }) {
  const { t } = useTranslation("account");
  const accounts = useInfiniteQuery(accountsQuery(sought));
  const list = useRef<HTMLUListElement>(null);
  if (accounts.isPending) return <Skeleton lines={6} />;
  if (accounts.isError) return <Problem error={accounts.error} onRetry={() => void accounts.refetch()} />;
  const all = accounts.data.pages.flatMap(({ items }) => items);
  if (all.length === 0) return <p>{t(sought.isAsking ? "all.nobodyAsks" : "all.nobody")}</p>;
  return (
    <>
      <Rows label={t("all.title")} ref={list}>
        {all.map((account) => (
          <OneAccount account={account} key={account.id} />
        ))}
      </Rows>
      <ShowMore
        isLoading={accounts.isFetchingNextPage}
        isThere={accounts.hasNextPage}
        list={list}
        onMore={() => void accounts.fetchNextPage()}
      />
    </>
  );
}
