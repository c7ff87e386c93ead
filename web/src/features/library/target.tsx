import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SelectField, TextField } from "@/components/ui/Field";
import { subjectsQuery } from "@/features/library/queries";
import { answer, api } from "@/lib/api";
import styles from "./Target.module.css";

const OWN = "own";
const NEW = "new";

/** Where uploads are to go: to a subject of their own each, to one that is there, or to a new one. */
export function useTarget() {
  const queries = useQueryClient();
  const [chosen, choose] = useState(OWN);
  const [title, setTitle] = useState("");
  const subjectFor = async (): Promise<string | undefined> => {
    if (chosen !== NEW) return chosen === OWN ? undefined : chosen;
    if (title.trim() === "") return undefined;
    const made = await answer(api.POST("/api/v1/subjects", { body: { title: title.trim() } }));
    await queries.invalidateQueries({ queryKey: subjectsQuery.queryKey });
    // The next files go there too.
    choose(made.id);
    setTitle("");
    return made.id;
  };
  return { chosen, choose, title, setTitle, subjectFor };
}

/** The choice of it. */
export function TargetFields({ target }: { readonly target: ReturnType<typeof useTarget> }) {
  const { t } = useTranslation("library");
  const { data: subjects = [] } = useQuery(subjectsQuery);
  return (
    <div className={styles.target}>
      <SelectField
        label={t("target.label")}
        onChange={(event) => target.choose(event.target.value)}
        value={target.chosen}
      >
        <option value={OWN}>{t("target.own")}</option>
        <option value={NEW}>{t("target.new")}</option>
        {subjects.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </SelectField>
      {target.chosen === NEW ? (
        <TextField
          hint={t("target.titleHint")}
          label={t("target.title")}
          maxLength={200}
          onChange={(event) => target.setTitle(event.target.value)}
          value={target.title}
        />
      ) : null}
    </div>
  );
}
