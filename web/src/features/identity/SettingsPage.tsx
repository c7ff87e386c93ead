import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { Problem } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { AppearanceChoices } from "@/features/identity/AppearanceChoices";
import { NameForm } from "@/features/identity/NameForm";
import { LanguageChoice, TimeZoneChoice } from "@/features/identity/PlaceChoices";
import { ReviewingChoices } from "@/features/identity/ReviewingChoices";
import { usePerson, useSignOut } from "@/lib/person";
import styles from "./Settings.module.css";

/** What a person may choose; everything holds at once, and wherever they sign in. */
export function SettingsPage() {
  const { t } = useTranslation("settings");
  const { data: person, error, refetch } = usePerson();
  const signOut = useSignOut();
  return (
    <Page lead={t("settings.lead")} title={t("settings.title")} width="reading">
      {person ? (
        <>
          <Section title={t("settings.looks")}>
            <AppearanceChoices person={person} />
          </Section>
          <Section title={t("settings.place")}>
            <LanguageChoice />
            <TimeZoneChoice person={person} />
          </Section>
          <Section lead={t("reviewing.lead")} title={t("settings.reviewing")}>
            <ReviewingChoices />
          </Section>
          <Section title={t("settings.account")}>
            <NameForm person={person} />
            <p className={styles.address}>{t("settings.email", { email: person.email })}</p>
            <div>
              <Button busy={signOut.isPending} onClick={() => signOut.mutate()}>
                {t("settings.signOut")}
              </Button>
            </div>
            {signOut.error ? <Problem error={signOut.error} /> : null}
          </Section>
        </>
      ) : error ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={8} />
      )}
    </Page>
  );
}
