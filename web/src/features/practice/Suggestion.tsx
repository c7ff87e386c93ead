import { useTranslation } from "react-i18next";
import { Button, ButtonLink } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { ArrowIcon } from "@/components/ui/icons";
import { Problem } from "@/components/ui/Notice";
import styles from "@/features/practice/Practise.module.css";
import { useStarting, type Wanted } from "@/features/practice/useStarting";
import type { Step } from "@/lib/learner";

/** The one thing that helps most now, why, and the button that begins it. */
export function Suggestion({ step }: { readonly step: Step }) {
  const { t } = useTranslation("practice");
  const start = useStarting();
  const { session_id: sessionId, title } = step.target;
  const wanted = wantedBy(step);
  return (
    <Card aria-labelledby="suggestion" as="section" className={styles.suggestion} tone="accent">
      <p className={styles.eyebrow}>{t("practise.suggestion")}</p>
      <h2 id="suggestion">{t(`practise.now.${step.action}`, { title: title ?? "" })}</h2>
      <ul className={styles.reasons}>
        {step.reasons.map((reason) => (
          <li key={reason.code}>{reason.text}</li>
        ))}
      </ul>
      <p>
        {sessionId !== null ? (
          <ButtonLink look="primary" params={{ sessionId }} size="large" to="/sessions/$sessionId">
            {t("practise.button.continue")}
            <ArrowIcon />
          </ButtonLink>
        ) : wanted !== undefined ? (
          <Button busy={start.isPending} look="primary" onClick={() => start.mutate(wanted)} size="large">
            {t(`practise.button.${step.action}`)}
            <ArrowIcon />
          </Button>
        ) : null}
      </p>
      {start.error ? <Problem error={start.error} /> : null}
    </Card>
  );
}

function wantedBy({ action, target }: Step): Wanted | undefined {
  if (action === "review") return { due: true };
  if (target.subject_id === null) return undefined;
  if (action === "practise") return { subject_id: target.subject_id, kind: "practice" };
  return action === "place" ? { subject_id: target.subject_id, kind: "placement" } : undefined;
}
