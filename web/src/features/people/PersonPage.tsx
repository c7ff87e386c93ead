import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { Actions } from "@/components/ui/Stack";
import { useBondChanges } from "@/features/people/bonds";
import { ProgressLink } from "@/features/people/links";
import { leaveIfMissing } from "@/lib/missing";
import { usePerson } from "@/lib/person";
import { type Profile, profileQuery } from "@/lib/profiles";
import styles from "./People.module.css";

// How one may stand to somebody, in the order it is told.
const HOW = [
  "teacher_of",
  "student_of",
  "guardian_of",
  "ward_of",
  "administers",
  "shares_class",
  "shares_group",
  "shares_organisation",
  "followed_by",
] as const satisfies readonly (keyof Profile["relations"])[];

/** Somebody else: how one stands to them, and what can be done about that. */
export function PersonPage() {
  const { t } = useTranslation("people");
  const { personId } = useParams({ from: "/signed-in/people/$personId" });
  const { data: profile, error, refetch } = useQuery(profileQuery(personId));
  leaveIfMissing(profile ? null : error);
  return (
    <Page
      above={<Link to="/people">{t("title")}</Link>}
      lead={profile?.person.username}
      title={profile?.person.full_name ?? t("person.title")}
      width="reading"
    >
      {profile ? (
        <Somebody key={personId} profile={profile} />
      ) : error ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={4} />
      )}
    </Page>
  );
}

function Somebody({ profile: { person, relations, followers, following } }: { readonly profile: Profile }) {
  const { t } = useTranslation("people");
  const { data: self } = usePerson();
  const { follow, unfollow } = useBondChanges();
  const name = person.full_name;
  const changing = useMutation({
    mutationFn: (isWanted: boolean) => (isWanted ? follow(person.id) : unfollow(person.id)),
    onSuccess: (_, isWanted) => announce(t(isWanted ? "person.followed" : "person.unfollowed", { name })),
  });
  const how = HOW.filter((each) => relations[each]);
  const isSelf = person.id === self?.id;
  return (
    <>
      <ul className={styles.facts} role="list">
        {isSelf ? <li>{t("person.self")}</li> : null}
        {how.map((each) => (
          <li key={each}>{t(`person.how.${each}`)}</li>
        ))}
        <li>
          {t("person.followers", { count: followers })} · {t("person.following", { count: following })}
        </li>
      </ul>
      {isSelf ? null : (
        <Actions>
          {relations.teacher_of || relations.guardian_of ? (
            <ProgressLink name={name} personId={person.id} />
          ) : null}
          <Button busy={changing.isPending} onClick={() => changing.mutate(!relations.follows)}>
            {t(relations.follows ? "person.unfollow" : "person.follow")}
          </Button>
          <Block id={person.id} name={name} />
        </Actions>
      )}
      {changing.error ? <Problem error={changing.error} /> : null}
    </>
  );
}

function Block({ id, name }: { readonly id: string; readonly name: string }) {
  const { t } = useTranslation("people");
  const navigate = useNavigate();
  const { block, fetchAnew } = useBondChanges();
  const [isAsked, ask] = useState(false);
  return (
    <>
      <Button look="quiet" onClick={() => ask(true)}>
        {t("person.block")}
      </Button>
      <ConfirmDialog
        confirm={t("person.block")}
        isOpen={isAsked}
        onClose={() => ask(false)}
        onConfirm={async () => {
          await block(id);
          announce(t("person.blocked", { name }));
          await navigate({ to: "/people/bonds" });
          await fetchAnew();
        }}
        title={t("person.blockTitle", { name })}
      >
        <p>{t("person.blockWhat")}</p>
      </ConfirmDialog>
    </>
  );
}
