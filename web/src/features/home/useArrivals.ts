import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { onUploads } from "@/features/documents/uploads";
import { tellAnew } from "@/lib/learner";

/** Once a file has been sent there is something else to do; whoever sent their first one sees how it is read. */
export function useArrivals(isNew: boolean): void {
  const queries = useQueryClient();
  const router = useRouter();
  useEffect(
    () =>
      onUploads((event, uploads) => {
        if (event.kind !== "sent") return;
        void tellAnew(queries);
        if (!isNew || uploads.length > 1) return;
        const documentId = event.sent.document_id;
        void router.navigate({ to: "/documents/$documentId", params: { documentId } });
      }),
    [isNew, queries, router],
  );
}
