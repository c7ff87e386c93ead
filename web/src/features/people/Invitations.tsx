import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { Problem } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Row, Rows } from "@/components/ui/Rows";
import { type Invitation, invitationsQuery, usePeopleChanges } from "@/features/people/queries";
import { useFormat } from "@/lib/format";

/** What waits for an answer; nothing where nothing does. */
export function Invitations() {
  const { t } = useTranslation("people");
  const { data: invitations = [] } = useQuery(invitationsQuery);
  if (invitations.length === 0) return null;
  return (
    <Section title={t("invitations.title")}>
      <Rows>
        {invitations.map((invitation) => (
          <OneInvitation invitation={invitation} key={invitation.circle_id} />
        ))}
      </Rows>
    </Section>
  );
}

function OneInvitation({
  invitation: { circle_id: id, name, kind, invited_at: at },
}: {
  readonly invitation: Invitation;
}) {
  const { t } = useTranslation("people");
  const { fromNow } = useFormat();
  const { accept, decline } = usePeopleChanges();
  const answering = useMutation({
    mutationFn: (isWanted: boolean) => (isWanted ? accept(id) : decline(id)),
    onSuccess: (_, isWanted) => announce(t(isWanted ? "join.joined" : "invitations.declined", { name })),
  });
  return (
    <Row
      about={[`${t(`kind.${kind}`)} · ${t("invitations.since", { when: fromNow(at, new Date()) })}`]}
      actions={
        <>
          <Button
            aria-label={t("invitations.acceptOf", { name })}
            busy={answering.isPending}
            look="primary"
            onClick={() => answering.mutate(true)}
          >
            {t("invitations.accept")}
          </Button>
          <Button
            aria-label={t("invitations.declineOf", { name })}
            busy={answering.isPending}
            onClick={() => answering.mutate(false)}
          >
            {t("invitations.decline")}
          </Button>
        </>
      }
      name={name}
    >
      {answering.error ? <Problem error={answering.error} /> : null}
    </Row>
  );
}
