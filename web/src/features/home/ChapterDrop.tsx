import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type DragEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { UploadIcon } from "@/components/ui/icons";
import { Problem } from "@/components/ui/Notice";
import { type Now, sendDocument } from "@/features/home/queries";
import { ApiError, ConnectionLost } from "@/lib/errors";
import styles from "./ChapterDrop.module.css";

const KINDS = ".pdf,.docx,.pptx,.epub,.html,.htm,.md,.txt";

/** Where a chapter is dropped or chosen; then its own page shows how it is read. */
export function ChapterDrop({ reasons }: { readonly reasons: Now["reasons"] }) {
  const { t } = useTranslation("today");
  const router = useRouter();
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const sending = useMutation({
    mutationFn: sendDocument,
    onSuccess: async ({ document_id: documentId }) => {
      await router.navigate({ to: "/documents/$documentId", params: { documentId } });
      void queries.invalidateQueries();
    },
  });
  const send = (files: FileList | null) => {
    const file = files?.[0];
    if (file && !sending.isPending) sending.mutate(file);
  };
  const repeat = () => sending.variables && sending.mutate(sending.variables);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    send(event.dataTransfer.files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: whoever cannot drop has the button
    <div
      className={isOver ? `${styles.drop} ${styles.over}` : styles.drop}
      onDragLeave={() => setOver(false)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDrop={drop}
    >
      <UploadIcon className={styles.icon} height="2.5rem" width="2.5rem" />
      <div>
        <h2>{t("drop.invitation")}</h2>
        {reasons.map(({ code, text }) => (
          <p className={styles.reason} key={code}>
            {text}
          </p>
        ))}
      </div>
      <Button busy={sending.isPending} look="primary" onClick={() => input.current?.click()} size="large">
        {sending.isPending ? t("drop.sending") : t("drop.choose")}
      </Button>
      <input
        accept={KINDS}
        hidden
        onChange={(event) => {
          send(event.target.files);
          event.target.value = "";
        }}
        ref={input}
        type="file"
      />
      <p className={styles.kinds}>{t("drop.kinds")}</p>
      {sending.error ? (
        <div className={styles.problem}>
          <Problem error={sending.error} onRepeat={isPassing(sending.error) ? repeat : undefined} />
        </div>
      ) : null}
    </div>
  );
}

/** Whether the same file may well arrive the next time. */
function isPassing(error: Error): boolean {
  return error instanceof ConnectionLost || (error instanceof ApiError && error.retryable);
}
