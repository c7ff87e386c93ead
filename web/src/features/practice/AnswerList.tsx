import { useTranslation } from "react-i18next";
import { CheckIcon, CloseIcon } from "@/components/ui/icons";
import type { Remembered } from "@/features/practice/queries";
import { isBlank, wordsOf } from "@/features/practice/responses";
import styles from "@/features/practice/Summary.module.css";
import { useFormat } from "@/lib/format";

/** Every answer of a session, each opening to its key. */
export function AnswerList({ answers }: { readonly answers: readonly Remembered[] }) {
  return (
    <ol className={styles.answers}>
      {answers.map((each) => (
        <AnswerLine key={each.attempt_id} remembered={each} />
      ))}
    </ol>
  );
}

function AnswerLine({ remembered }: { readonly remembered: Remembered }) {
  const { t } = useTranslation("practice");
  const { list } = useFormat();
  const { item, correct, key, response, withheld, feedback } = remembered;
  const verdict = (isTrue: boolean) => t(isTrue ? "verdict.true" : "verdict.false");
  const said = response === null || isBlank(response) ? "" : list(wordsOf(item, response, verdict));
  return (
    <li>
      <details className={styles.answer}>
        <summary>
          <span className={correct ? styles.right : styles.wrong}>
            {correct ? <CheckIcon /> : <CloseIcon />}
            <span className="unseen">{t(correct ? "summary.right" : "summary.wrong")}: </span>
          </span>
          <span>{item.stem}</span>
        </summary>
        <dl>
          {withheld ? (
            <dd>{t("summary.withheld")}</dd>
          ) : (
            <>
              <div>
                <dt>{t("told.key")}</dt>
                <dd>{key === null ? "" : list(wordsOf(item, key, verdict))}</dd>
              </div>
              <div>
                <dt>{t("told.yours")}</dt>
                <dd>
                  {typeof response === "number" || said === "" ? feedback.text : `${said} · ${feedback.text}`}
                </dd>
              </div>
            </>
          )}
        </dl>
      </details>
    </li>
  );
}
