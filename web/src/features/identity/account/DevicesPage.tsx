import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { Problem } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { Row, Rows } from "@/components/ui/Rows";
import { ShowMore } from "@/components/ui/ShowMore";
import { Skeleton } from "@/components/ui/Skeleton";
import {
  eventsQuery,
  type OwnSession,
  type SecurityEvent,
  sessionsQuery,
  useAccountChanges,
} from "@/features/identity/account/queries";
import { useFormat } from "@/lib/format";
import { profileQuery } from "@/lib/profiles";
import styles from "./Account.module.css";

// Its details say by whom.
const LOOKED_AT = "platform.data_read_by_another";

/** Where one is signed in, and what happened to the account's safety. */
export function DevicesPage() {
  const { t } = useTranslation("account");
  return (
    <Page
      above={<Link to="/account">{t("title")}</Link>}
      lead={t("devices.lead")}
      title={t("devices.title")}
      width="reading"
    >
      <Sessions />
      <Section lead={t("events.lead")} title={t("events.title")}>
        <Events />
      </Section>
    </Page>
  );
}

function Sessions() {
  const { t } = useTranslation("account");
  const sessions = useQuery(sessionsQuery);
  const { endOtherSessions } = useAccountChanges();
  const [isAsked, ask] = useState(false);
  if (sessions.isPending) return <Skeleton lines={4} />;
  if (sessions.isError) return <Problem error={sessions.error} onRetry={() => void sessions.refetch()} />;
  const ordered = [...sessions.data].sort((one, other) => Number(other.is_current) - Number(one.is_current));
  return (
    <>
      <Rows>
        {ordered.map((session) => (
          <OneSession key={session.id} session={session} />
        ))}
      </Rows>
      {ordered.length > 1 ? (
        <div>
          <Button onClick={() => ask(true)}>{t("devices.endOthers")}</Button>
        </div>
      ) : null}
      <ConfirmDialog
        confirm={t("devices.endOthers")}
        isOpen={isAsked}
        onClose={() => ask(false)}
        onConfirm={async () => {
          await endOtherSessions();
          announce(t("devices.othersEnded"));
        }}
        title={t("devices.endOthersTitle")}
      >
        <p>{t("devices.endOthersWhat")}</p>
      </ConfirmDialog>
    </>
  );
}

function OneSession({ session }: { readonly session: OwnSession }) {
  const { t } = useTranslation("account");
  const { fromNow, moment } = useFormat();
  const { endSession } = useAccountChanges();
  const ending = useMutation({
    mutationFn: () => endSession(session.id),
    onSuccess: () => announce(t("devices.ended", { device: session.device })),
  });
  const used = fromNow(session.last_used_at, new Date());
  return (
    <Row
      about={[
        `${session.place} · ${t("devices.used", { when: used })}`,
        t("devices.since", { moment: moment(session.created_at) }),
      ]}
      actions={
        session.is_current ? undefined : (
          <Button
            aria-label={t("devices.endOf", { device: session.device })}
            busy={ending.isPending}
            onClick={() => ending.mutate()}
          >
            {t("devices.end")}
          </Button>
        )
      }
      name={
        <>
          {session.device}
          {session.is_current ? <span className={styles.here}>{t("devices.current")}</span> : null}
        </>
      }
    >
      {ending.error ? <Problem error={ending.error} /> : null}
    </Row>
  );
}

function Events() {
  const { t } = useTranslation("account");
  const events = useInfiniteQuery(eventsQuery);
  const list = useRef<HTMLUListElement>(null);
  if (events.isPending) return <Skeleton lines={4} />;
  if (events.isError) return <Problem error={events.error} onRetry={() => void events.refetch()} />;
  const all = events.data.pages.flatMap(({ items }) => items);
  if (all.length === 0) return <p>{t("events.none")}</p>;
  return (
    <>
      <Rows ref={list}>
        {all.map((event) => (
          <OneEvent event={event} key={event.id} />
        ))}
      </Rows>
      <ShowMore
        isLoading={events.isFetchingNextPage}
        isThere={events.hasNextPage}
        list={list}
        onMore={() => void events.fetchNextPage()}
      />
    </>
  );
}

/** Something that happened; where somebody looked at what one knows, who it was. */
function OneEvent({ event }: { readonly event: SecurityEvent }) {
  const { moment } = useFormat();
  const by = String(event.details.by);
  const looked = useQuery({ ...profileQuery(by), enabled: event.kind === LOOKED_AT });
  return (
    <Row
      actions={
        <time className={styles.soft} dateTime={event.occurred_at}>
          {moment(event.occurred_at)}
        </time>
      }
      name={
        <span className={styles.event}>
          {looked.data ? `${event.text}: ${looked.data.person.full_name}` : event.text}
        </span>
      }
    />
  );
}
