import type { Step } from "@/lib/learner";

/** What pressing the button of a step does. */
export type Deed =
  | { readonly kind: "open"; readonly to: "/review" | "/library" | "/progress" }
  | { readonly kind: "session"; readonly sessionId: string }
  | { readonly kind: "document"; readonly documentId: string }
  | { readonly kind: "practise"; readonly subjectId: string; readonly session: "practice" | "placement" };

/** Where a step leads. One whose target is missing leads to the place where it can be chosen. */
export function deedOf({ action, target }: Pick<Step, "action" | "target">): Deed {
  switch (action) {
    case "continue":
      return target.session_id
        ? { kind: "session", sessionId: target.session_id }
        : { kind: "open", to: "/library" };
    case "review":
      return { kind: "open", to: "/review" };
    case "practise":
    case "place":
      return target.subject_id
        ? {
            kind: "practise",
            subjectId: target.subject_id,
            session: action === "place" ? "placement" : "practice",
          }
        : { kind: "open", to: "/library" };
    case "wait":
      return target.document_id
        ? { kind: "document", documentId: target.document_id }
        : { kind: "open", to: "/library" };
    case "upload":
      return { kind: "open", to: "/library" };
    case "rest":
      return { kind: "open", to: "/progress" };
  }
}
