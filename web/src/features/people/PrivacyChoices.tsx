import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { CheckField, ChoiceField, TextField } from "@/components/ui/Field";
import { Problem } from "@/components/ui/Notice";
import { Skeleton } from "@/components/ui/Skeleton";
import { Stack } from "@/components/ui/Stack";
import { privacyQuery, usePrivacyChange } from "@/features/people/bonds";

/** What one lets others see; it holds at once. */
export function PrivacyChoices() {
  const { t } = useTranslation("people");
  const privacy = useQuery(privacyQuery);
  const change = usePrivacyChange();
  if (privacy.isPending) return <Skeleton lines={4} />;
  if (privacy.isError) return <Problem error={privacy.error} onRetry={() => void privacy.refetch()} />;
  const kept = privacy.data;
  return (
    <Stack>
      <ChoiceField
        legend={t("privacy.who")}
        name="profile_visibility"
        onChange={(profile_visibility) => change.mutate({ profile_visibility })}
        options={(["public", "followers", "private"] as const).map((value) => ({
          value,
          label: t(`privacy.visibility.${value}`),
        }))}
        value={kept.profile_visibility}
      />
      <CheckField
        checked={kept.show_activity}
        label={t("privacy.activity")}
        onChange={(show_activity) => change.mutate({ show_activity })}
      />
      <CheckField
        checked={kept.show_leaderboard}
        label={t("privacy.leaderboard")}
        onChange={(show_leaderboard) => change.mutate({ show_leaderboard })}
      />
      <Country kept={kept.jurisdiction} onChange={(jurisdiction) => change.mutate({ jurisdiction })} />
      {change.error ? <Problem error={change.error} /> : null}
    </Stack>
  );
}

type CountryProps = { readonly kept: string | null; readonly onChange: (code: string) => void };

/** Where one is, for what applies in some countries only. */
function Country({ kept, onChange }: CountryProps) {
  const { t } = useTranslation("people");
  const [code, setCode] = useState(kept ?? "");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const written = code.trim().toUpperCase();
        setCode(written);
        onChange(written);
      }}
    >
      <TextField
        action={<Button type="submit">{t("privacy.countrySave")}</Button>}
        autoComplete="country"
        hint={t("privacy.countryHint")}
        label={t("privacy.country")}
        maxLength={2}
        minLength={2}
        onChange={({ target }) => setCode(target.value)}
        required
        value={code}
      />
    </form>
  );
}
