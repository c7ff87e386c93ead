import { useTranslation } from "react-i18next";
import { PromptChoice } from "@/features/identity/PromptChoice";
import { useChange } from "@/features/identity/preferences";
import { Saved } from "@/features/identity/Saved";
import type { Appearance } from "@/lib/appearance";
import type { Person } from "@/lib/person";
import styles from "./Settings.module.css";

const CHOICES: { readonly [Name in keyof Appearance]: readonly Appearance[Name][] } = {
  theme: ["auto", "light", "dark"],
  text_size: ["small", "medium", "large", "larger"],
  contrast: ["standard", "more"],
  motion: ["auto", "reduced", "full"],
};

/** Light or dark, how large, how contrasted, how lively. */
export function AppearanceChoices({ person }: { readonly person: Person }) {
  const { t } = useTranslation("settings");
  const change = useChange();
  const field = <Name extends keyof Appearance>(name: Name) => {
    return (
      <PromptChoice<Appearance[Name]>
        legend={t(`looks.${name}.legend`)}
        name={name}
        onChange={(value) => change.mutate({ [name]: value })}
        options={CHOICES[name].map((value) => ({
          value,
          label: t(`looks.${name}.${value}` as "looks.theme.auto"),
        }))}
        value={person[name]}
      />
    );
  };
  return (
    <div className={styles.choices}>
      {field("theme")}
      {field("text_size")}
      {field("contrast")}
      {field("motion")}
      <Saved change={change} />
    </div>
  );
}
