import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button, ButtonLink } from "@/components/ui/Button";
import { Problem } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { Actions } from "@/components/ui/Stack";
import { EmailPart } from "@/features/identity/account/EmailPart";
import { NameForm } from "@/features/identity/account/NameForm";
import { PasswordPart } from "@/features/identity/account/PasswordPart";
import { planQuery } from "@/features/identity/account/queries";
import { Teaching } from "@/features/identity/account/Teaching";
import { useFormat } from "@/lib/format";
import { usePerson, useSignOut } from "@/lib/person";
import styles from "./Account.module.css";

/** Who one is here, how one comes in, and what one is entitled to. */
export function AccountPage() {
  const { t } = useTranslation("account");
  const { data: person, error, refetch } = usePerson();
  const signOut = useSignOut();
  return (
    <Page lead={t("lead")} title={t("title")} width="reading">
      {person ? (
        <>
          <Section title={t("you.title")}>
            <NameForm person={person} />
            <p className={styles.soft}>{t("you.username", { username: person.username })}</p>
          </Section>
          <Section title={t("email.title")}>
            <EmailPart person={person} />
          </Section>
          <Section lead={t("safety.lead")} title={t("safety.title")}>
            <Actions>
              <PasswordPart person={person} />
              <ButtonLink to="/account/devices">{t("devices.title")}</ButtonLink>
              <ButtonLink to="/account/keys">{t("keys.title")}</ButtonLink>
              <Button busy={signOut.isPending} onClick={() => signOut.mutate()}>
                {t("signOut")}
              </Button>
            </Actions>
            {signOut.error ? <Problem error={signOut.error} /> : null}
          </Section>
          <Teaching person={person} />
          <Section title={t("plan.title")}>
            <Plan />
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

/** The plan, and what it entitles to. */
function Plan() {
  const { t, i18n } = useTranslation("account");
  const { number, moment } = useFormat();
  const held = useQuery(planQuery);
  if (held.isPending) return <Skeleton />;
  if (held.isError) return <Problem error={held.error} onRetry={() => void held.refetch()} />;
  const { plan, expires_at: end } = held.data;
  const name = i18n.exists(`account:plan.name.${plan.name}`)
    ? t(`plan.name.${plan.name}` as "plan.name.free")
    : plan.name;
  const requests = plan.entitlements.requests_per_hour;
  return (
    <div className={styles.fact}>
      <p>
        <strong>{name}</strong>
      </p>
      {typeof requests === "number" ? (
        <p>{t("plan.requests", { count: requests, number: number(requests) })}</p>
      ) : null}
      {plan.entitlements.custom_limits === true ? <p>{t("plan.custom")}</p> : null}
      {end ? <p className={styles.soft}>{t("plan.until", { moment: moment(end) })}</p> : null}
    </div>
  );
}
