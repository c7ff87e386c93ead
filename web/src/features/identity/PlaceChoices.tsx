import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { TextField } from "@/components/ui/Field";
import { PromptChoice } from "@/features/identity/PromptChoice";
import { useChange } from "@/features/identity/preferences";
import { Saved } from "@/features/identity/Saved";
import { browserTimeZone, meantZone, timeZones } from "@/features/identity/timeZones";
import { useFormat } from "@/lib/format";
import { LANGUAGES, PSEUDO } from "@/lib/i18n";
import type { Person } from "@/lib/person";
import styles from "./Settings.module.css";

type Props = { readonly person: Person };

/** The language of everything, each under its own name. */
export function LanguageChoice() {
  const { t, i18n } = useTranslation("settings");
  const change = useChange();
  const offered = Object.entries(LANGUAGES).map(([value, name]) => ({
    value,
    label: <span lang={value}>{name}</span>,
  }));
  const pseudo = i18n.language === PSEUDO ? [{ value: PSEUDO, label: t("place.pseudo") }] : [];
  return (
    <div>
      <PromptChoice
        hint={t("place.languageHint")}
        legend={t("place.language")}
        name="language"
        onChange={(language) => change.mutate({ language })}
        options={[...offered, ...pseudo]}
        value={i18n.language}
      />
      <Saved change={change} />
    </div>
  );
}

/** Where one's days begin and end. */
export function TimeZoneChoice({ person }: Props) {
  const { t } = useTranslation("settings");
  const { timeIn } = useFormat();
  const listId = useId();
  const change = useChange();
  const [typed, setTyped] = useState(person.time_zone);
  const [isUnknown, setUnknown] = useState(false);
  const zones = timeZones(person.time_zone);
  const here = browserTimeZone();
  const choose = (name: string) => {
    const zone = meantZone(name, zones);
    setUnknown(zone === undefined);
    if (zone === undefined) return;
    setTyped(zone);
    if (zone !== person.time_zone) change.mutate({ time_zone: zone });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    choose(typed);
  };
  return (
    <form className={styles.zone} noValidate onSubmit={submit}>
      <TextField
        autoComplete="off"
        error={isUnknown ? t("place.zoneUnknown") : undefined}
        hint={t("place.zoneHint", { time: timeIn(new Date(), person.time_zone) })}
        label={t("place.zone")}
        list={listId}
        name="time_zone"
        onBlur={() => choose(typed)}
        onChange={(event) => {
          setTyped(event.target.value);
          if (zones.includes(event.target.value)) choose(event.target.value);
        }}
        spellCheck={false}
        value={typed}
      />
      <datalist id={listId}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      {here !== person.time_zone ? (
        <Button onClick={() => choose(here)}>{t("place.zoneOfBrowser", { zone: here })}</Button>
      ) : null}
      <Saved change={change} />
    </form>
  );
}
