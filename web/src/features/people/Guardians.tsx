import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { Details } from "@/components/ui/Details";
import { TextField } from "@/components/ui/Field";
import { Notice, Problem } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Row, Rows } from "@/components/ui/Rows";
import { Form, Stack } from "@/components/ui/Stack";
import { AskByMail } from "@/features/people/AskByMail";
import { PersonLink, ProgressLink } from "@/features/people/links";
import { type Guardianship, guardianshipsQuery, usePeopleChanges } from "@/features/people/queries";
import { useFormat } from "@/lib/format";
import styles from "./People.module.css";

/** Who may look at one's progress, and whose one may look at; both sides agree, and either ends it. */
export function Guardians() {
  const { t } = useTranslation("people");
  const { data: links = [] } = useQuery(guardianshipsQuery);
  return (
    <Section lead={t("guardians.lead")} title={t("guardians.title")}>
      {links.length > 0 ? (
        <Rows>
          {links.map((link) => (
            <OneLink key={link.id} link={link} />
          ))}
        </Rows>
      ) : null}
      <MakeCode />
      <GiveCodeBack />
      <Details summary={t("guardians.byMail.title")}>
        <AskByMail />
      </Details>
    </Section>
  );
}

function OneLink({ link }: { readonly link: Guardianship }) {
  const { t } = useTranslation("people");
  const { acceptGuardianship, endGuardianship } = usePeopleChanges();
  const answering = useMutation({
    mutationFn: (isWanted: boolean): Promise<unknown> =>
      isWanted ? acceptGuardianship(link.id) : endGuardianship(link.id),
    onSuccess: (_, isWanted) => announce(t(isWanted ? "guardians.accepted" : "guardians.ended")),
  });
  const name = link.person?.full_name ?? t("guardians.somebody");
  const isAsked = !link.is_active && !link.asked_by_me;
  const state = link.is_active ? "holds" : link.asked_by_me ? "waits" : "asks";
  return (
    <Row
      about={[`${t(`guardians.side.${link.side}`)} · ${t(`guardians.state.${state}`)}`]}
      actions={
        <>
          {isAsked ? (
            <Button
              aria-label={t("invitations.acceptOf", { name })}
              busy={answering.isPending}
              look="primary"
              onClick={() => answering.mutate(true)}
            >
              {t("invitations.accept")}
            </Button>
          ) : null}
          {link.is_active && link.side === "guardian" && link.person ? (
            <ProgressLink name={name} personId={link.person.id} />
          ) : null}
          <Button
            aria-label={t("guardians.endOf", { name })}
            busy={answering.isPending}
            onClick={() => answering.mutate(false)}
          >
            {t("guardians.end")}
          </Button>
        </>
      }
      name={link.is_active && link.person ? <PersonLink name={name} personId={link.person.id} /> : name}
    >
      {answering.error ? <Problem error={answering.error} /> : null}
    </Row>
  );
}

/** For a learner: whoever gives the code back may look at their progress. */
function MakeCode() {
  const { t } = useTranslation("people");
  const { moment } = useFormat();
  const { makeGuardianCode } = usePeopleChanges();
  const making = useMutation({ mutationFn: makeGuardianCode });
  return (
    <Stack>
      <div>
        <Button busy={making.isPending} onClick={() => making.mutate()}>
          {t("guardians.make")}
        </Button>
      </div>
      {making.data ? (
        <Notice role="status" title={t("guardians.made")} tone="good">
          <p className={styles.code}>{making.data.code}</p>
          <p>{t("code.until", { moment: moment(making.data.expires_at) })}</p>
        </Notice>
      ) : null}
      {making.error ? <Problem error={making.error} /> : null}
    </Stack>
  );
}

/** For a guardian: the code that the learner made. */
function GiveCodeBack() {
  const { t } = useTranslation("people");
  const { giveGuardianCodeBack } = usePeopleChanges();
  const [code, setCode] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const giving = useMutation({
    mutationFn: giveGuardianCodeBack,
    onSuccess: () => {
      setCode("");
      announce(t("guardians.accepted"));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(code.trim() === "");
    if (code.trim() !== "" && !giving.isPending) giving.mutate(code.trim());
  };
  return (
    <Form onSubmit={submit}>
      <TextField
        action={
          <Button busy={giving.isPending} type="submit">
            {t("guardians.give")}
          </Button>
        }
        autoCapitalize="characters"
        autoComplete="off"
        error={isEmpty ? t("join.missing") : undefined}
        hint={t("guardians.giveHint")}
        label={t("guardians.code")}
        maxLength={64}
        onChange={(event) => {
          setCode(event.target.value);
          setEmpty(false);
        }}
        spellCheck={false}
        value={code}
      />
      {giving.error ? <Problem error={giving.error} /> : null}
    </Form>
  );
}
