import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { ChoiceField, SelectField } from "@/components/ui/Field";
import { Notice, Problem } from "@/components/ui/Notice";
import styles from "@/features/practice/Practise.module.css";
import { decksQuery } from "@/features/practice/queries";
import { COUNTS, type Count, type Kind } from "@/features/practice/starting";
import { NothingDue, useStarting, type Wanted } from "@/features/practice/useStarting";
import { useFormat } from "@/lib/format";
import { documentStandingsQuery, overviewQuery, subjectStandingsQuery } from "@/lib/learner";

const SCOPES = ["subject", "document", "deck", "due"] as const;
type Scope = (typeof SCOPES)[number];

/** Every other choice: of what, how, and how much. */
export function StartForm() {
  const { t } = useTranslation("practice");
  const { number } = useFormat();
  const start = useStarting();
  const [scope, setScope] = useState<Scope>("subject");
  const [chosen, setChosen] = useState<string | null>(null);
  const [kind, setKind] = useState<Kind>("practice");
  const [count, setCount] = useState<Count>("20");
  const things = useThings(scope);
  const due = useQuery(overviewQuery).data?.due_now;
  const thing = things.items.find(({ id }) => id === chosen) ?? things.items[0];
  const kinds: readonly Kind[] = thing?.isNew
    ? ["placement", "practice", "quiz"]
    : ["practice", "review", "quiz"];
  const asked = kinds.includes(kind) ? kind : "practice";

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = wantedOf(scope, thing?.id, asked, Number(count));
    if (wanted !== undefined && !start.isPending) start.mutate(wanted);
  };
  return (
    <Card as="form" className={styles.form} onSubmit={submit}>
      <ChoiceField
        legend={t("practise.what")}
        name="scope"
        onChange={setScope}
        options={SCOPES.map((value) => ({
          value,
          label: t(`practise.scope.${value}`),
          ...(value === "due" && due !== undefined ? { hint: t("practise.due", { count: due }) } : {}),
        }))}
        value={scope}
      />
      {scope === "due" ? null : (
        <>
          {things.isEmpty ? <p>{t("practise.noneOf")}</p> : null}
          {things.error ? <Problem error={things.error} onRetry={things.retry} /> : null}
          <SelectField
            label={t(`practise.which.${scope}`)}
            onChange={(event) => setChosen(event.currentTarget.value)}
            value={thing?.id ?? ""}
          >
            {things.items.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </SelectField>
          <ChoiceField
            legend={t("practise.how")}
            name="kind"
            onChange={setKind}
            options={kinds.map((value) => ({
              value,
              label: t(`practise.kinds.${value}`),
              hint: t(`practise.kindHints.${value}`),
            }))}
            value={asked}
          />
        </>
      )}
      {asked === "placement" && scope !== "due" ? null : (
        <ChoiceField
          legend={t("practise.howMany")}
          name="count"
          onChange={setCount}
          options={COUNTS.map((value) => ({ value, label: number(Number(value)) }))}
          value={count}
        />
      )}
      {start.error instanceof NothingDue ? (
        <Notice role="status" tone="good">
          <p>{t("practise.nothingDue")}</p>
        </Notice>
      ) : start.error ? (
        <Problem error={start.error} />
      ) : null}
      <p>
        <Button busy={start.isPending} disabled={scope !== "due" && thing === undefined} type="submit">
          {t("practise.start")}
        </Button>
      </p>
    </Card>
  );
}

type Thing = { readonly id: string; readonly title: string; readonly isNew: boolean };

function useThings(scope: Scope) {
  const subjects = useQuery({ ...subjectStandingsQuery, enabled: scope === "subject" });
  const documents = useQuery({ ...documentStandingsQuery, enabled: scope === "document" });
  const decks = useQuery({ ...decksQuery, enabled: scope === "deck" });
  const isNew = ({ started_at }: { readonly started_at: string | null }) => started_at === null;
  const found = { subject: subjects, document: documents, deck: decks, due: undefined }[scope];
  const items: Record<Scope, readonly Thing[]> = {
    subject: (subjects.data ?? []).map((each) => ({ ...each, isNew: isNew(each) })),
    document: (documents.data ?? []).map((each) => ({ ...each, isNew: isNew(each) })),
    deck: (decks.data ?? []).map((each) => ({ ...each, isNew: false })),
    due: [],
  };
  const isEmpty = found?.data?.length === 0;
  return { items: items[scope], isEmpty, error: found?.error ?? null, retry: () => void found?.refetch() };
}

function wantedOf(scope: Scope, id: string | undefined, kind: Kind, length: number): Wanted | undefined {
  if (scope === "due") return { due: true, length };
  if (id === undefined) return undefined;
  const named = { subject: { subject_id: id }, document: { document_id: id }, deck: { deck_id: id } }[scope];
  // A placement ends by itself, once enough is known.
  return kind === "placement" ? { ...named, kind } : { ...named, kind, length };
}
