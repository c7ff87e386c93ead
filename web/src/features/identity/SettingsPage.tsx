import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/ui/Button";
import { Problem } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { AppearanceChoices } from "@/features/identity/AppearanceChoices";
import { LanguageChoice, TimeZoneChoice } from "@/features/identity/PlaceChoices";
import { ReviewingChoices } from "@/features/identity/ReviewingChoices";
import { usePerson } from "@/lib/person";
import styles from "./Settings.module.css";

/** What a person may choose; everything holds at once, and wherever they sign in. */
export function SettingsPage() {
  const { t } = useTranslation("settings");
  const { data: person, error, refetch } = usePerson();
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
            <p className={styles.address}>{t("settings.email", { email: person.email })}</p>
            <div>
              <ButtonLink to="/account">{t("settings.toAccount")}</ButtonLink>
            </div>
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
