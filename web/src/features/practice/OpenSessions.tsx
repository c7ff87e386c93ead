import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { Meter } from "@/components/ui/Meter";
import { Section } from "@/components/ui/Page";
import styles from "@/features/practice/Practise.module.css";
import { type Session, sessionsQuery } from "@/features/practice/queries";
import { openAmong } from "@/features/practice/starting";
import { useScopeName } from "@/features/practice/useScopeName";
import { useFormat } from "@/lib/format";

const FIRST = 3;

/** Sessions that wait where they were left; `besides` is one that is shown elsewhere. */
export function OpenSessions({ besides }: { readonly besides: string | null }) {
  const { t } = useTranslation("practice");
  const [isWhole, setWhole] = useState(false);
  const { data } = useQuery(sessionsQuery);
  const open = openAmong(data?.items ?? []).filter((session) => session.id !== besides);
  if (open.length === 0) return null;
  const shown = isWhole ? open : open.slice(0, FIRST);
  return (
    <Section lead={t("practise.openLead")} title={t("practise.open")}>
      <ul className={styles.sessions} role="list">
        {shown.map((session) => (
          <OpenSession key={session.id} session={session} />
        ))}
      </ul>
      {shown.length < open.length ? (
        <p>
          <Button onClick={() => setWhole(true)}>{t("practise.more")}</Button>
        </p>
      ) : null}
    </Section>
  );
}

function OpenSession({ session }: { readonly session: Session }) {
  const { t } = useTranslation("practice");
  const { fromNow } = useFormat();
  const name = useScopeName(session.scope);
  const { answered, length } = session;
  return (
    <li>
      <Link className={styles.session} params={{ sessionId: session.id }} to="/sessions/$sessionId">
        <span className={styles.sessionName}>
          {t(`kind.${session.kind}`)} · {name}
        </span>
        <span className={styles.note}>
          {t("practise.answered", { answered, length })},{" "}
          {t("practise.begun", { when: fromNow(session.started_at, new Date()) })}
        </span>
        <Meter label={t("session.progress")} size="thin" value={answered / length} />
      </Link>
    </li>
  );
}
