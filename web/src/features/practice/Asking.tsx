import { type FormEvent, useCallback, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { HintIcon } from "@/components/ui/icons";
import { Key } from "@/components/ui/Key";
import { Notice, Problem } from "@/components/ui/Notice";
import { Choices } from "@/features/practice/Choices";
import { Cloze } from "@/features/practice/Cloze";
import { forgetDraft } from "@/features/practice/draft";
import { Flashcard } from "@/features/practice/Flashcard";
import { Hints } from "@/features/practice/Hints";
import { mayHaveHints } from "@/features/practice/hinting";
import type { Act } from "@/features/practice/keys";
import styles from "@/features/practice/Question.module.css";
import { type Turn, useAskForHint, useTurnCard } from "@/features/practice/queries";
import { blankOf, type Given, type Response, responseOf, VERDICTS } from "@/features/practice/responses";
import { ShortAnswer } from "@/features/practice/ShortAnswer";
import { Stem } from "@/features/practice/Stem";
import { turnKey } from "@/features/practice/stages";
import { useDraft } from "@/features/practice/useDraft";
import { useKeys } from "@/features/practice/useKeys";
import type { Effort } from "@/features/practice/useSitting";
import { useStopwatch } from "@/features/practice/useStopwatch";
import { Why } from "@/features/practice/Why";
import { ApiError } from "@/lib/errors";

type AskingProps = {
  readonly turn: Turn;
  readonly onAnswer: (response: Response, effort: Effort) => void;
  /** The server waits for something else by now. */
  readonly onStale: () => void;
};

/** A question, and the ways to answer it. */
export function Asking({ turn, onAnswer, onStale }: AskingProps) {
  const { t } = useTranslation("practice");
  const sessionId = turn.session.id;
  const [draft, change] = useDraft(sessionId, turnKey(turn));
  const watch = useStopwatch(
    draft.spentMs,
    useCallback((spentMs: number) => change({ spentMs }), [change]),
  );
  const hint = useAskForHint();
  const card = useTurnCard();
  const stemId = useId();
  const item = turn.next.item;
  const isTurned = card.data !== undefined;
  const hasHint =
    item !== null && mayHaveHints(item) && draft.hints.at(-1)?.remaining !== 0 && !isNoHint(hint.error);
  const [isMissing, setMissing] = useState(false);

  const give = (response: Response) => {
    forgetDraft(sessionId);
    onAnswer(response, { timeMs: watch.read(), hints: draft.hints.length });
  };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (item === null) return;
    const response = responseOf(item, draft.given);
    if (response !== undefined) give(response);
    else setMissing(true);
  };
  const ask = () => {
    if (item === null || hint.isPending || isTurned || !hasHint) return;
    const body = { session_id: sessionId, item_id: item.id };
    hint.mutate(body, {
      onSuccess: (given) => {
        change({ hints: [...draft.hints, given], spentMs: watch.read() });
        announce(given.text);
      },
    });
  };
  const turnOver = () => {
    if (item !== null && !card.isPending && !isTurned)
      card.mutate({ session_id: sessionId, item_id: item.id });
  };
  const set = (given: Given) => {
    setMissing(false);
    change({ given });
  };
  const act = (wanted: Act) => {
    if (wanted.act === "hint") ask();
    if (wanted.act === "turn") turnOver();
    if (wanted.act === "rate") give(wanted.grade);
    if (wanted.act === "answer") submit();
    if (wanted.act === "choose") {
      const choice = item?.type === "true_false" ? VERDICTS[wanted.place] : item?.options?.[wanted.place]?.id;
      set({ ...draft.given, choice: choice ?? null });
    }
  };
  useKeys(
    {
      phase: isTurned ? "turned" : "asking",
      type: item?.type ?? "flashcard",
      options: item?.type === "true_false" ? VERDICTS.length : (item?.options?.length ?? 0),
      verdicts: [t("verdict.trueKey"), t("verdict.falseKey")],
    },
    act,
  );

  if (item === null) return null;
  const failed = card.error ?? (isNoHint(hint.error) ? null : hint.error);
  return (
    <>
      <Card as="section" className={styles.card}>
        <form className={styles.form} onSubmit={submit}>
          {item.type === "cloze" ? (
            <Cloze item={item} onChange={set} value={draft.given} />
          ) : (
            <Stem id={stemId} isFocused={item.type !== "short_answer"} item={item} />
          )}
          {item.type === "short_answer" ? (
            <ShortAnswer labelledBy={stemId} onChange={set} value={draft.given} />
          ) : null}
          {item.type === "multiple_choice" || item.type === "true_false" ? (
            <Choices
              item={item}
              labelledBy={stemId}
              onChange={set}
              struck={draft.hints}
              value={draft.given}
            />
          ) : null}
          {item.type === "flashcard" ? (
            <Flashcard isBusy={card.isPending} onRate={give} onTurn={turnOver} shown={card.data} />
          ) : null}
          <Hints hints={draft.hints} item={item} />
          {isNoHint(hint.error) ? <Notice role="status">{hint.error.message}</Notice> : null}
          {isMissing ? (
            <Notice role="alert">
              <p>{t("ask.nothing")}</p>
            </Notice>
          ) : null}
          {failed ? (
            <Problem error={failed} onRetry={failed instanceof ApiError ? onStale : undefined} />
          ) : null}
          {isTurned ? null : (
            <div className={styles.actions}>
              {item.type === "flashcard" ? null : (
                <Button look="primary" size="large" type="submit">
                  {t("ask.answer")} <Key>{t("keys.enter")}</Key>
                </Button>
              )}
              <Button onClick={() => give(blankOf(item))}>{t("ask.unknown")}</Button>
              {hasHint ? (
                <Button busy={hint.isPending} look="quiet" onClick={ask}>
                  <HintIcon />
                  {draft.hints.length === 0 ? t("hint.button") : t("hint.another")} <Key>?</Key>
                </Button>
              ) : null}
            </div>
          )}
        </form>
      </Card>
      <Why next={turn.next} />
    </>
  );
}

function isNoHint(error: Error | null): error is ApiError {
  return error instanceof ApiError && error.code === "NO_MORE_HINTS";
}
