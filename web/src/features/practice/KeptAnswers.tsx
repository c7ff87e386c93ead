import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import type { Turn } from "@/features/practice/queries";
import { outbox, useOutbox } from "@/lib/answers";

/** Answers that wait to be sent, and those that the server has refused: none is dropped without a word. */
export function KeptAnswers() {
  const { t } = useTranslation("practice");
  const { kept, delay } = useOutbox();
  const waiting = kept.filter((each) => each.refusal === undefined && (each.tries > 0 || delay !== null));
  const refused = kept.filter((each) => each.refusal !== undefined);
  return (
    <>
      {waiting.length === 0 ? null : (
        <Notice role="status" title={t("kept.title", { count: waiting.length })} tone="offline">
          <p>{t("kept.text", { count: waiting.length })}</p>
        </Notice>
      )}
      {refused.map(({ answer, about, refusal }) => (
        <Notice
          actions={
            <Button onClick={() => void outbox().dismiss(answer.client_attempt_id)}>
              {t("refused.dismiss")}
            </Button>
          }
          key={answer.client_attempt_id}
          title={t("refused.title")}
        >
          <p>{(about as Turn).next.item?.stem}</p>
          <p>{refusal?.message}</p>
        </Notice>
      ))}
    </>
  );
}
