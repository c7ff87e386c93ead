import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { UploadIcon } from "@/components/ui/icons";
import { type UploadLimits, uploadLimitsQuery } from "@/features/documents/queries";
import { classes } from "@/lib/classes";
import { useFormat } from "@/lib/format";
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
  const { size, span } = useFormat();
  const { data: limits } = useQuery(uploadLimitsQuery);
  const how = ({ size_bytes: most, rates }: UploadLimits) => [
    t("drop.most", { size: size(most) }),
    ...rates.map(({ files, seconds }) => t("drop.often", { count: files, span: span(seconds) })),
  ];
  const hint = (
    <div className={styles.hint}>
      <p>{t("drop.kinds")}</p>
      {/* Its line is kept free until it is known, so that nothing moves. */}
      <p>{limits ? how(limits).join(" ") : "\u00a0"}</p>
    </div>
  );
  return (
    <div className={classes(styles.zone, invitation && styles.inviting, isOver && styles.over)}>
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
            {isOver ? <p className={styles.title}>{t("drop.now")}</p> : <Title />}
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

/** What to do: with a finger nothing can be dropped. */
function Title() {
  const { t } = useTranslation("documents");
  return (
    <>
      <p className={classes(styles.title, styles.withMouse)}>{t("drop.title")}</p>
      <p className={classes(styles.title, styles.withFinger)}>{t("drop.touch")}</p>
    </>
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
