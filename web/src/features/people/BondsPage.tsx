import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { Problem } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { Row, Rows } from "@/components/ui/Rows";
import { ShowMore } from "@/components/ui/ShowMore";
import { Skeleton } from "@/components/ui/Skeleton";
import { type Bonds, bondsQuery, useBondChanges } from "@/features/people/bonds";
import { PersonLink } from "@/features/people/links";
import { PrivacyChoices } from "@/features/people/PrivacyChoices";
import type { Schemas } from "@/lib/api";

/** Whom one follows, who follows one, whom one has blocked, and what one lets others see. */
export function BondsPage() {
  const { t } = useTranslation("people");
  return (
    <Page
      above={<Link to="/people">{t("title")}</Link>}
      lead={t("bonds.lead")}
      title={t("bonds.title")}
      width="reading"
    >
      <Section lead={t("privacy.lead")} title={t("privacy.title")}>
        <PrivacyChoices />
      </Section>
      {(["following", "followers", "blocked"] as const).map((which) => (
        <Section key={which} title={t(`bonds.${which}.title`)}>
          <People which={which} />
        </Section>
      ))}
    </Page>
  );
}

function People({ which }: { readonly which: Bonds }) {
  const { t } = useTranslation("people");
  const bonds = useInfiniteQuery(bondsQuery(which));
  const list = useRef<HTMLUListElement>(null);
  if (bonds.isPending) return <Skeleton lines={2} />;
  if (bonds.isError) return <Problem error={bonds.error} onRetry={() => void bonds.refetch()} />;
  const all = bonds.data.pages.flatMap(({ items }) => items);
  if (all.length === 0) return <p>{t(`bonds.${which}.none`)}</p>;
  return (
    <>
      <Rows label={t(`bonds.${which}.title`)} ref={list}>
        {all.map((bond) => (
          <OneBond bond={bond} key={bond.person.id} which={which} />
        ))}
      </Rows>
      <ShowMore
        isLoading={bonds.isFetchingNextPage}
        isThere={bonds.hasNextPage}
        list={list}
        onMore={() => void bonds.fetchNextPage()}
      />
    </>
  );
}

type OneBondProps = { readonly which: Bonds; readonly bond: Schemas["BondView"] };

function OneBond({ which, bond: { person } }: OneBondProps) {
  const { t } = useTranslation("people");
  const { unfollow, dropFollower, unblock } = useBondChanges();
  const end = { following: unfollow, followers: dropFollower, blocked: unblock }[which];
  const name = person.full_name;
  const ending = useMutation({
    mutationFn: () => end(person.id),
    onSuccess: () => announce(t(`bonds.${which}.ended`, { name })),
  });
  return (
    <Row
      about={[person.username]}
      actions={
        <Button
          aria-label={t(`bonds.${which}.endOf`, { name })}
          busy={ending.isPending}
          onClick={() => ending.mutate()}
        >
          {t(`bonds.${which}.end`)}
        </Button>
      }
      name={which === "following" ? <PersonLink name={name} personId={person.id} /> : name}
    >
      {ending.error ? <Problem error={ending.error} /> : null}
    </Row>
  );
}
