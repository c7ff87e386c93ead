import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { deedOf } from "@/features/home/actions";
import type { Now, Step } from "@/lib/learner";

import styles from "./NowCard.module.css";

/** The one thing to do now, with its reasons; below it, quietly, what else could be done. */
export function NowCard({ now }: { readonly now: Now }) {
  const { t } = useTranslation("today");
  return (
    <Card as="section" aria-labelledby="now" className={styles.card}>
      <h2 id="now">{useHeadline()(now)}</h2>
      <ul className={styles.reasons}>
        {now.reasons.map(({ code, text }) => (
          <li key={code}>{text}</li>
        ))}
      </ul>
      <Act look="primary" size="large" step={now} />
      {now.others.length > 0 ? (
        <div className={styles.others}>
          <h3>{t("now.instead")}</h3>
          <ul>
            {now.others.map((step) => (
              <li
                key={`${step.action}-${step.target.subject_id ?? step.target.session_id ?? step.target.document_id}`}
              >
                <Act step={step} />
                <span className={styles.because}>{step.reasons.map(({ text }) => text).join(" ")}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </Card>
  );
}

/** What a step is called: with the name of what it is about, if it has one. */
function useHeadline() {
  const { t } = useTranslation("today");
  return ({ action, target: { title } }: Pick<Step, "action" | "target">) =>
    title === null ? t(`now.head.${action}`) : t(`now.headOf.${action}`, { title });
}

type ActProps = { readonly step: Step; readonly look?: "primary"; readonly size?: "large" };

function Act({ step, look, size }: ActProps) {
  const { t } = useTranslation("today");
  const headline = useHeadline();
  const deed = deedOf(step);
  const shown = { look: look ?? "secondary", size: size ?? "medium" } as const;
  const words = look === "primary" ? t(`now.act.${step.action}`) : headline(step);
  if (deed.kind === "practise") {
    const search = { subject: deed.subjectId, kind: deed.session };
    return (
      <ButtonLink {...shown} search={search} to="/practise">
        {words}
      </ButtonLink>
    );
  }
  if (deed.kind === "session") {
    return (
      <ButtonLink {...shown} params={{ sessionId: deed.sessionId }} to="/sessions/$sessionId">
        {words}
      </ButtonLink>
    );
  }
  if (deed.kind === "document") {
    return (
      <ButtonLink {...shown} params={{ documentId: deed.documentId }} to="/documents/$documentId">
        {words}
      </ButtonLink>
    );
  }
  return (
    <ButtonLink {...shown} to={deed.to}>
      {words}
    </ButtonLink>
  );
}
