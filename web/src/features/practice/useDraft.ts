import { useCallback, useRef, useState } from "react";
import { type Draft, keepDraft, readDraft } from "@/features/practice/draft";

/** What is being typed or chosen; it outlasts a reload. */
export function useDraft(sessionId: string, turn: string) {
  const [draft, setDraft] = useState(() => readDraft(sessionId, turn));
  const latest = useRef(draft);
  const change = useCallback(
    (part: Partial<Draft>) => {
      latest.current = { ...latest.current, ...part };
      keepDraft(sessionId, latest.current);
      setDraft(latest.current);
    },
    [sessionId],
  );
  return [draft, change] as const;
}
