import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { TextField } from "@/components/ui/Field";
import { SearchIcon } from "@/components/ui/icons";
import { Notice, Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { excerptOf } from "@/features/documents/excerpts";
import { Marked } from "@/features/documents/Marked";
import { searchQuery } from "@/features/documents/queries";
import type { Schemas } from "@/lib/api";
import styles from "./SearchPage.module.css";

const route = getRouteApi("/signed-in/search");

type Hit = Schemas["FoundView"];
type Answer = Schemas["SearchView"];

/** One box over everything that was read. */
export function SearchPage() {
  const { t } = useTranslation("documents");
  const { q = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(q);
  const found = useQuery(searchQuery(q));
  const ask = (event: FormEvent) => {
    event.preventDefault();
    void navigate({ search: typed.trim() === "" ? {} : { q: typed.trim() } });
  };
  return (
    <Page lead={t("search.lead")} title={t("search.title")} width="reading">
      <form onSubmit={ask} role="search">
        <TextField
          action={
            <Button look="primary" type="submit">
              <SearchIcon />
              {t("search.action")}
            </Button>
          }
          autoFocus={q === ""}
          label={t("search.label")}
          maxLength={2000}
          onChange={(event) => setTyped(event.target.value)}
          type="search"
          value={typed}
        />
      </form>
      {found.isError ? <Problem error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isLoading ? <Skeleton lines={6} /> : null}
      {found.data ? <Results answer={found.data} question={q} /> : null}
    </Page>
  );
}

function Results({ answer, question }: { readonly answer: Answer; readonly question: string }) {
  const { t } = useTranslation("documents");
  if (answer.items.length === 0) {
    return (
      <Notice role="status" title={t("search.nothing", { question })}>
        <p>{t("search.nothingTodo")}</p>
      </Notice>
    );
  }
  return (
    <>
      {answer.is_confident ? null : (
        <Notice role="status" title={t("search.unsure")}>
          <p>{t("search.unsureTodo")}</p>
        </Notice>
      )}
      <p className={styles.soft} role="status">
        {t("search.count", { count: answer.items.length })}{" "}
        {answer.engines.length > 1 ? t("search.byMeaning") : t("search.byWords")}
      </p>
      <ol className={styles.hits} role="list">
        {answer.items.map((hit) => (
          <OneHit hit={hit} key={hit.id} />
        ))}
      </ol>
    </>
  );
}

function OneHit({ hit }: { readonly hit: Hit }) {
  const { t } = useTranslation("documents");
  return (
    <Card as="li">
      <h2 className={styles.title}>
        <Link
          params={{ documentId: hit.document_id }}
          search={{ page: hit.page, passage: hit.id }}
          to="/documents/$documentId"
        >
          {hit.heading ?? hit.document_title}
        </Link>
      </h2>
      <p className={styles.text}>
        <Marked {...excerptOf(hit.text, hit.marks)} />
      </p>
      <p className={styles.soft}>{t("search.place", { title: hit.document_title, page: hit.page })}</p>
    </Card>
  );
}
