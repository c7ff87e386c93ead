import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { Problem } from "@/components/ui/Notice";
import { Row, Rows } from "@/components/ui/Rows";
import { Skeleton } from "@/components/ui/Skeleton";
import { PersonLink, ProgressLink } from "@/features/people/links";
import {
  type Circle,
  type Kind,
  type Member,
  membersQuery,
  type Role,
  usePeopleChanges,
} from "@/features/people/queries";
import { isHead, leads, mayRemove, ROLES } from "@/features/people/ranks";
import { usePerson } from "@/lib/person";
import styles from "./People.module.css";

// Who may see what students of theirs know.
const SEES_STUDENTS = "students:view";

type MembersProps = { readonly kind: Kind; readonly circle: Circle };

/** Who is in it, and for who leads it, what can be done about that. */
export function Members({ kind, circle }: MembersProps) {
  const members = useQuery(membersQuery(kind, circle.id));
  if (members.isPending) return <Skeleton lines={4} />;
  if (members.isError) return <Problem error={members.error} onRetry={() => void members.refetch()} />;
  return (
    <Rows>
      {members.data.map((member) => (
        <OneMember circle={circle} key={member.person.id} kind={kind} member={member} />
      ))}
    </Rows>
  );
}

function OneMember({ kind, circle, member }: MembersProps & { readonly member: Member }) {
  const { t } = useTranslation("people");
  const { data: self } = usePerson();
  const { end } = usePeopleChanges();
  const [isAsked, ask] = useState(false);
  const { person, role, status } = member;
  const name = person.full_name;
  const isSelf = person.id === self?.id;
  const isInvited = status === "invited";
  const mayGo = !isSelf && mayRemove(kind, circle.role, role);
  const mayRaise = !isSelf && !isInvited && isHead(kind, circle.role) && !isHead(kind, role);
  const isTaught = kind === "class" && role === "student" && !isInvited && leads(kind, circle.role);
  const standing = isInvited ? t("invited") : t(`role.${role}`);
  return (
    <Row
      about={[
        [person.username === name ? "" : person.username, standing, isSelf ? t("you") : ""]
          .filter(Boolean)
          .join(" · "),
      ]}
      actions={
        <>
          {isTaught && self?.permissions.includes(SEES_STUDENTS) ? (
            <ProgressLink name={name} personId={person.id} />
          ) : null}
          {mayRaise ? <RoleChoice circle={circle} kind={kind} member={member} /> : null}
          {mayGo ? (
            <Button aria-label={t("remove.of", { name })} onClick={() => ask(true)}>
              {t(isInvited ? "remove.withdraw" : "remove.do")}
            </Button>
          ) : null}
        </>
      }
      name={isSelf || isInvited ? name : <PersonLink name={name} personId={person.id} />}
    >
      <ConfirmDialog
        confirm={t(isInvited ? "remove.withdraw" : "remove.do")}
        isOpen={isAsked}
        onClose={() => ask(false)}
        onConfirm={async () => {
          await end(kind, circle.id, person.id);
          announce(t("remove.done", { name }));
        }}
        title={t("remove.title", { name })}
      >
        <p>{t(isInvited ? "remove.withdrawWhat" : "remove.what")}</p>
      </ConfirmDialog>
    </Row>
  );
}

function RoleChoice({ kind, circle, member: { person, role } }: MembersProps & { readonly member: Member }) {
  const { t } = useTranslation("people");
  const { giveRole } = usePeopleChanges();
  const giving = useMutation({
    mutationFn: (wished: Role) => giveRole(kind, circle.id, person.id, wished),
    onSuccess: (given) => announce(t("roleGiven", { name: person.full_name, role: t(`role.${given.role}`) })),
  });
  return (
    <>
      <select
        aria-label={t("roleOf", { name: person.full_name })}
        className={styles.role}
        onChange={(event) => giving.mutate(event.target.value as Role)}
        value={role}
      >
        {ROLES[kind].map((each) => (
          <option key={each} value={each}>
            {t(`role.${each}`)}
          </option>
        ))}
      </select>
      {giving.error ? <Problem error={giving.error} /> : null}
    </>
  );
}
