import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { TitleDialog } from "@/components/ui/TitleDialog";
import styles from "./Library.module.css";

type KeepingProps = {
  /** What it is called now. */
  readonly title: string;
  readonly renaming: { readonly heading: string; readonly onSave: (title: string) => Promise<unknown> };
  /** What is lost with it and what is said afterwards; none for what goes with something else. */
  readonly archiving?:
    | {
        readonly what: string;
        readonly done: string;
        readonly onConfirm: () => Promise<unknown>;
      }
    | undefined;
  /** What else can be done here. */
  readonly children?: ReactNode;
};

/** The name of something, and putting it away. */
export function Keeping({ title, renaming, archiving, children }: KeepingProps) {
  const { t } = useTranslation("library");
  const [open, setOpen] = useState<"rename" | "archive">();
  const close = () => setOpen(undefined);
  return (
    <div className={styles.actions}>
      <Button look="quiet" onClick={() => setOpen("rename")}>
        {t("rename")}
      </Button>
      {archiving ? (
        <Button look="quiet" onClick={() => setOpen("archive")}>
          {t("archive")}
        </Button>
      ) : null}
      {children}
      <TitleDialog
        heading={renaming.heading}
        initial={title}
        isOpen={open === "rename"}
        label={t("name")}
        onClose={close}
        onSave={renaming.onSave}
      />
      {archiving ? (
        <ConfirmDialog
          confirm={t("archiveConfirm")}
          isOpen={open === "archive"}
          onClose={close}
          onConfirm={async () => {
            await archiving.onConfirm();
            announce(archiving.done);
          }}
          title={t("archiveTitle", { title })}
        >
          <p>{archiving.what}</p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
