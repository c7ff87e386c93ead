import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/ui/Button";
import { Page, Section } from "@/components/ui/Page";
import { Circles, OpenGroups } from "@/features/people/Circles";
import { Guardians } from "@/features/people/Guardians";
import { Invitations } from "@/features/people/Invitations";
import { JoinForm } from "@/features/people/JoinForm";
import { MakeCircle } from "@/features/people/MakeCircle";
import { classesQuery, groupsQuery, organisationsQuery } from "@/features/people/queries";
import { usePerson } from "@/lib/person";

// Who may make a class, who an organisation, and who may look at all accounts.
const [TEACHES, ORGANISES, ADMINISTERS] = ["courses:create", "organisations:create", "users:view"];

/** The classes and groups somebody is in, and the ways into others. */
export function PeoplePage() {
  const { t } = useTranslation("people");
  const { data: person } = usePerson();
  const classes = useQuery(classesQuery);
  const groups = useQuery(groupsQuery("mine"));
  const open = useQuery(groupsQuery("open"));
  const others = open.data?.filter(({ status }) => status !== "active") ?? [];
  const may = (permission: string) => person?.permissions.includes(permission) === true;
  return (
    <Page
      actions={
        <>
          {may(ADMINISTERS) ? <ButtonLink to="/people/accounts">{t("accounts")}</ButtonLink> : null}
          <ButtonLink to="/people/bonds">{t("bonds.title")}</ButtonLink>
        </>
      }
      lead={t("lead")}
      title={t("title")}
    >
      <Invitations />
      <Section title={t("join.title")}>
        <JoinForm />
      </Section>
      <Section actions={may(TEACHES) ? <MakeCircle kind="class" /> : null} title={t("class.many")}>
        <Circles circles={classes} kind="class" none={t(may(TEACHES) ? "class.noneYet" : "class.none")} />
      </Section>
      <Section actions={<MakeCircle kind="group" />} title={t("group.many")}>
        <Circles circles={groups} kind="group" none={t("group.none")} />
      </Section>
      <OpenGroups groups={others} />
      <Organisations mayMake={may(ORGANISES)} />
      <Guardians />
    </Page>
  );
}

/** What somebody belongs to, such as a school; nothing for who belongs to none and may make none. */
function Organisations({ mayMake }: { readonly mayMake: boolean }) {
  const { t } = useTranslation("people");
  const organisations = useQuery(organisationsQuery);
  if (!mayMake && !organisations.data?.length) return null;
  return (
    <Section
      actions={mayMake ? <MakeCircle kind="organisation" /> : null}
      lead={t("organisation.lead")}
      title={t("organisation.many")}
    >
      <Circles circles={organisations} kind="organisation" none={t("organisation.none")} />
    </Section>
  );
}
