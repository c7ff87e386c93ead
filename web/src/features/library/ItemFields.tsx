import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ChoiceField, SelectField, TextAreaField, TextField } from "@/components/ui/Field";
import { type Draft, gapsOf, type Missing } from "@/features/library/itemDraft";
import { TYPES } from "@/features/library/itemFilter";
import { OptionFields } from "@/features/library/OptionFields";
import type { Skill } from "@/features/library/queries";
import { SkillChoice } from "@/features/library/SkillChoice";

type ItemFieldsProps = {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly missing: Missing;
  /** Of one that is there, neither type nor skills can be changed. */
  readonly isNew: boolean;
  readonly skills: readonly Skill[];
};

/** What is to be written of an item of each type. */
export function ItemFields({ draft, onChange, missing, isNew, skills }: ItemFieldsProps) {
  const { t } = useTranslation("library");
  const change = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const said = (field: keyof Missing) => {
    const code = missing[field];
    return code && t(`write.missing.${code}`);
  };
  return (
    <>
      {isNew ? (
        <SelectField
          label={t("write.type")}
          onChange={({ target }) => change({ type: target.value as Draft["type"] })}
          value={draft.type}
        >
          {TYPES.map((type) => (
            <option key={type} value={type}>
              {t(`type.${type}`)}
            </option>
          ))}
        </SelectField>
      ) : null}
      <TextAreaField
        error={said("stem")}
        hint={draft.type === "cloze" ? t("write.clozeHint") : undefined}
        label={t(draft.type === "true_false" ? "write.statement" : "write.stem")}
        maxLength={2000}
        onChange={({ target }) => change({ stem: target.value })}
        value={draft.stem}
      />
      {draft.type === "flashcard" ? (
        <TextAreaField
          error={said("back")}
          label={t("write.back")}
          maxLength={2000}
          onChange={({ target }) => change({ back: target.value })}
          value={draft.back}
        />
      ) : null}
      <TypedFields draft={draft} error={said("accepted")} onChange={onChange} />
      {draft.type === "multiple_choice" ? (
        <OptionFields draft={draft} error={said("options")} onChange={onChange} />
      ) : null}
      {draft.type === "true_false" ? (
        <ChoiceField
          legend={t("write.verdict")}
          name="verdict"
          onChange={(verdict) => change({ verdict })}
          options={[
            { value: "true", label: t("item.true") },
            { value: "false", label: t("item.false") },
          ]}
          value={draft.verdict}
        />
      ) : null}
      {isNew && skills.length > 0 ? (
        <SkillChoice
          chosen={draft.skillIds}
          error={said("skillIds")}
          legend={t("write.skills")}
          onChange={(skillIds) => change({ skillIds })}
          skills={skills}
        />
      ) : null}
      <TextField
        autoCapitalize="characters"
        error={said("countries")}
        hint={t("write.countriesHint")}
        label={t("write.countries")}
        maxLength={1000}
        onChange={({ target }) => change({ countries: target.value })}
        value={draft.countries}
      />
      {isNew && skills.length === 0 ? (
        <p>
          {t("write.noSkills")} <Link to="/library">{t("title")}</Link>
        </p>
      ) : null}
    </>
  );
}

type TypedFieldsProps = {
  readonly draft: Draft;
  readonly error: string | undefined;
  readonly onChange: (draft: Draft) => void;
};

/** For each text to be typed, what counts as right. */
function TypedFields({ draft, error, onChange }: TypedFieldsProps) {
  const { t } = useTranslation("library");
  const gaps = gapsOf(draft);
  return Array.from({ length: gaps }, (_, gap) => (
    <TextAreaField
      error={gap === gaps - 1 ? error : undefined}
      hint={t("write.acceptedHint")}
      // biome-ignore lint/suspicious/noArrayIndexKey: a gap is known by its place
      key={gap}
      label={gaps > 1 ? t("write.gap", { number: gap + 1 }) : t("write.accepted")}
      onChange={({ target }) => {
        const accepted = Array.from({ length: gaps }, (_, each) => draft.accepted[each] ?? "");
        onChange({ ...draft, accepted: accepted.with(gap, target.value) });
      }}
      value={draft.accepted[gap] ?? ""}
    />
  ));
}
