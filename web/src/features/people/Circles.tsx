import { type UseQueryResult, useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { Problem } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { CircleLink } from "@/features/people/links";
import { type Circle, type Kind, usePeopleChanges } from "@/features/people/queries";
import styles from "./People.module.css";

type CirclesProps = {
  readonly circles: UseQueryResult<readonly Circle[]>;
  readonly kind: Kind;
  readonly none: string;
};

/** The circles of a kind that somebody is in. */
export function Circles({ circles, kind, none }: CirclesProps) {
  const { t } = useTranslation("people");
  if (circles.isPending) return <Skeleton />;
  if (circles.isError) return <Problem error={circles.error} onRetry={() => void circles.refetch()} />;
  if (circles.data.length === 0) return <p className={styles.text}>{none}</p>;
  return (
    <div className={styles.columns}>
      {circles.data.map((circle) => (
        <Card as="article" key={circle.id}>
          <h3 className={styles.title} dir="auto">
            <CircleLink circle={circle} kind={kind} />
          </h3>
          <p className={styles.soft}>
            {t("members", { count: circle.members })}
            {circle.role ? ` · ${t(`role.${circle.role}` as "role.member")}` : ""}
          </p>
        </Card>
      ))}
    </div>
  );
}

/** Groups that anybody may join; nothing where there are none. */
export function OpenGroups({ groups }: { readonly groups: readonly Circle[] }) {
  const { t } = useTranslation("people");
  if (groups.length === 0) return null;
  return (
    <Section lead={t("group.othersLead")} title={t("group.others")}>
      <div className={styles.columns}>
        {groups.map((group) => (
          <OpenGroup group={group} key={group.id} />
        ))}
      </div>
    </Section>
  );
}

function OpenGroup({ group }: { readonly group: Circle }) {
  const { t } = useTranslation("people");
  const { joinOpen } = usePeopleChanges();
  const joining = useMutation({
    mutationFn: () => joinOpen(group.id),
    onSuccess: () => announce(t("join.joined", { name: group.name })),
  });
  return (
    <Card as="article">
      <h3 className={styles.title} dir="auto">
        {group.name}
      </h3>
      <p className={styles.text}>{group.description}</p>
      <p className={styles.soft}>{t("members", { count: group.members })}</p>
      <div>
        <Button
          aria-label={t("join.of", { name: group.name })}
          busy={joining.isPending}
          onClick={() => joining.mutate()}
        >
          {t("join.submit")}
        </Button>
      </div>
      {joining.error ? <Problem error={joining.error} /> : null}
    </Card>
  );
}
