import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { Problem } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { Actions } from "@/components/ui/Stack";
import { CircleDialog } from "@/features/people/CircleDialog";
import { CodePart } from "@/features/people/CodePart";
import { countryName } from "@/features/people/countries";
import { InviteForm } from "@/features/people/InviteForm";
import { Members } from "@/features/people/Members";
import { type Circle, circleQuery, countryOf, type Kind, usePeopleChanges } from "@/features/people/queries";
import { isHead, isIn, leads } from "@/features/people/ranks";
import { leaveIfMissing } from "@/lib/missing";
import { usePerson } from "@/lib/person";
import styles from "./People.module.css";

/** A class. */
export function ClassPage() {
  const { circleId } = useParams({ from: "/signed-in/classes/$circleId" });
  return <CirclePage id={circleId} key={circleId} kind="class" />;
}

/** A group. */
export function GroupPage() {
  const { circleId } = useParams({ from: "/signed-in/groups/$circleId" });
  return <CirclePage id={circleId} key={circleId} kind="group" />;
}

/** An organisation, such as a school. */
export function OrganisationPage() {
  const { circleId } = useParams({ from: "/signed-in/organisations/$circleId" });
  return <CirclePage id={circleId} key={circleId} kind="organisation" />;
}

function CirclePage({ kind, id }: { readonly kind: Kind; readonly id: string }) {
  const { t } = useTranslation("people");
  const { data: circle, error, refetch } = useQuery(circleQuery(kind, id));
  leaveIfMissing(circle ? null : error);
  if (circle) return <OneCircle circle={circle} kind={kind} />;
  return (
    <Page title={t(`kind.${kind}`)}>
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : <Skeleton lines={8} />}
    </Page>
  );
}

type OneCircleProps = { readonly kind: Kind; readonly circle: Circle };

function OneCircle({ kind, circle }: OneCircleProps) {
  const { t, i18n } = useTranslation("people");
  const isLeading = leads(kind, circle.role);
  const country = countryOf(circle);
  const asWhat = circle.role ? t("youAre", { role: t(`role.${circle.role}` as "role.member") }) : undefined;
  const role = circle.role === "student" ? t("youLearn") : asWhat;
  return (
    <Page above={<Link to="/people">{t("title")}</Link>} lead={role} title={circle.name} width="reading">
      {circle.description ? <p className={styles.text}>{circle.description}</p> : null}
      {country ? (
        <p className={styles.soft}>
          {t("organisation.in", { country: countryName(country, i18n.language) })}
        </p>
      ) : null}
      {isLeading ? (
        <Section lead={t("code.lead")} title={t("code.title")}>
          <CodePart circle={circle} kind={kind} />
        </Section>
      ) : null}
      {isIn(circle) ? (
        <Section title={t("members", { count: circle.members })}>
          <Members circle={circle} kind={kind} />
          {isLeading ? <InviteForm circle={circle} kind={kind} /> : null}
        </Section>
      ) : null}
      {isIn(circle) ? <Keep circle={circle} kind={kind} /> : null}
    </Page>
  );
}

/** What it says of itself, going, and putting it away. */
function Keep({ kind, circle }: OneCircleProps) {
  const { t } = useTranslation("people");
  const navigate = useNavigate();
  const { data: person } = usePerson();
  const changes = usePeopleChanges();
  const [open, setOpen] = useState<"change" | "leave" | "putAway">();
  const close = () => setOpen(undefined);
  const isOwn = isHead(kind, circle.role);
  const go = async (done: Promise<unknown>, said: string) => {
    await done;
    announce(said);
    await navigate({ to: "/people" });
    await changes.fetchAnew();
  };
  return (
    <Actions>
      {isOwn ? (
        <Button look="quiet" onClick={() => setOpen("change")}>
          {t(`change.${kind}`)}
        </Button>
      ) : null}
      <Button look="quiet" onClick={() => setOpen("leave")}>
        {t("leave.do")}
      </Button>
      {isOwn ? (
        <Button look="quiet" onClick={() => setOpen("putAway")}>
          {t("putAway.do")}
        </Button>
      ) : null}
      {open === "change" ? (
        <CircleDialog
          circle={circle}
          kind={kind}
          onClose={close}
          onSave={(text) => changes.change(kind, circle.id, text)}
        />
      ) : null}
      <ConfirmDialog
        confirm={t("leave.do")}
        isOpen={open === "leave"}
        onClose={close}
        onConfirm={() =>
          go(changes.leave(kind, circle.id, person?.id ?? ""), t("leave.done", { name: circle.name }))
        }
        title={t("leave.title", { name: circle.name })}
      >
        <p>{t("leave.what")}</p>
      </ConfirmDialog>
      <ConfirmDialog
        confirm={t("putAway.do")}
        isOpen={open === "putAway"}
        onClose={close}
        onConfirm={() => go(changes.putAway(kind, circle.id), t("putAway.done", { name: circle.name }))}
        title={t("putAway.title", { name: circle.name })}
      >
        <p>{t("putAway.what")}</p>
      </ConfirmDialog>
    </Actions>
  );
}
