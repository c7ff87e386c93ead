import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { UploadIcon } from "@/components/ui/icons";
import styles from "./DropZone.module.css";

// What a chooser of files offers; what a file is, the server tells by its content.
const ACCEPTED = ".pdf,.docx,.pptx,.epub,.html,.htm,.xhtml,.md,.markdown,.txt";

/** What a page says that has nothing but this to offer yet. */
export type Invitation = { readonly title: string; readonly lines: readonly string[] };

type DropZoneProps = {
  readonly onFiles: (files: readonly File[]) => void;
  /** Whether it is what the page is for. */
  readonly isPrimary: boolean;
  readonly invitation?: Invitation | undefined;
};

/** Takes files that are dropped anywhere on the page, or chosen by a button. */
export function DropZone({ onFiles, isPrimary, invitation }: DropZoneProps) {
  const { t } = useTranslation("documents");
  const input = useRef<HTMLInputElement>(null);
  const isOver = useDrop(onFiles);
  const hint = <p className={styles.hint}>{t("drop.kinds")}</p>;
  const zone = invitation ? `${styles.zone} ${styles.inviting}` : styles.zone;
  return (
    <div className={isOver ? `${zone} ${styles.over}` : zone}>
      <UploadIcon className={styles.picture} />
      <div className={styles.words}>
        {invitation ? (
          <>
            <h2>{isOver ? t("drop.now") : invitation.title}</h2>
            {invitation.lines.map((line) => (
              <p className={styles.line} key={line}>
                {line}
              </p>
            ))}
          </>
        ) : (
          <>
            <p className={styles.title}>{isOver ? t("drop.now") : t("drop.title")}</p>
            {hint}
          </>
        )}
      </div>
      <Button
        look={isPrimary ? "primary" : "secondary"}
        onClick={() => input.current?.click()}
        size={isPrimary ? "large" : "medium"}
      >
        {t("drop.choose")}
      </Button>
      {invitation ? hint : null}
      <input
        accept={ACCEPTED}
        hidden
        multiple
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // So that the same file can be chosen again.
          event.target.value = "";
        }}
        ref={input}
        type="file"
      />
    </div>
  );
}

/** Whether files are held over the page; they are taken when they are dropped. */
function useDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  const take = useRef(onFiles);
  useEffect(() => {
    take.current = onFiles;
  }, [onFiles]);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      take.current([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener("dragover", over, { signal });
    window.addEventListener("dragleave", leave, { signal });
    window.addEventListener("drop", drop, { signal });
    return () => controller.abort();
  }, []);
  return isOver;
}
