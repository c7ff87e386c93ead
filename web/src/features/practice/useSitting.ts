import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type Turn, turnQuery } from "@/features/practice/queries";
import type { Response } from "@/features/practice/responses";
import { type Stage, stageOf, turnKey } from "@/features/practice/stages";
import { outbox, useOutbox } from "@/lib/answers";
import { newId } from "@/lib/ids";
import { tellAnew } from "@/lib/learner";

/** How an answer came about. */
export type Effort = { readonly timeMs: number; readonly hints: number };

const APP = "web";

/** A session as it stands here and now, and what the learner can do with it. */
export function useSitting(sessionId: string) {
  const queries = useQueryClient();
  const asked = useQuery(turnQuery(sessionId));
  const state = useOutbox();
  const [past, setPast] = useState<string | null>(null);
  const stage = stageOf({ sessionId, asked, outbox: state, past });

  // While the learner reads what came of the answer, the next question is fetched.
  const toldId = stage.stage === "told" ? stage.id : null;
  useEffect(() => {
    if (toldId === null) return;
    void queries.invalidateQueries({ queryKey: turnQuery(sessionId).queryKey });
    void tellAnew(queries, "next");
  }, [queries, sessionId, toldId]);

  return {
    stage,
    /** Whether nothing is left to ask after what is shown. */
    isLast: asked.data?.next.done === true,
    session: asked.data?.session ?? ("turn" in stage ? stage.turn.session : undefined),
    answer: (turn: Turn, response: Response, effort: Effort) => {
      const item = turn.next.item;
      if (item === null) return;
      const answer = {
        client_attempt_id: newId(),
        session_id: sessionId,
        item_id: item.id,
        response,
        time_ms: effort.timeMs,
        occurred_at: new Date().toISOString(),
        hints_used: effort.hints,
        device: { type: APP },
      };
      void outbox().keep(answer, turn);
    },
    goOn: () => {
      if (stage.stage === "told") {
        setPast(turnKey(stage.turn));
        outbox().seen(stage.id);
      }
      if (stage.stage === "refused") {
        setPast(null);
        void outbox().dismiss(stage.id);
        void asked.refetch();
      }
    },
    retry: () => void asked.refetch(),
  };
}

export type Sitting = ReturnType<typeof useSitting>;
export type { Stage };
