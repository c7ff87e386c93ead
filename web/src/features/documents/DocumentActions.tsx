import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button, ButtonLink } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { DownloadIcon, LibraryIcon } from "@/components/ui/icons";
import { Problem } from "@/components/ui/Notice";
import type { Document } from "@/features/documents/queries";
import { answer, api } from "@/lib/api";
import { tellAnew } from "@/lib/learner";
import { saveFile } from "@/lib/saving";
import styles from "./Facts.module.css";

/** Read it, keep a copy of it, put it away. */
export function DocumentActions({ document }: { readonly document: Document }) {
  const { t } = useTranslation("documents");
  const [isAsking, ask] = useState(false);
  const download = useMutation({ mutationFn: () => save(document) });
  return (
    <>
      <div className={styles.actions}>
        {document.status === "ready" ? (
          <ButtonLink params={{ documentId: document.id }} search={{ page: 1 }} to="/documents/$documentId">
            <LibraryIcon />
            {t("read")}
          </ButtonLink>
        ) : null}
        <Button busy={download.isPending} look="quiet" onClick={() => download.mutate()}>
          <DownloadIcon />
          {t("download")}
        </Button>
        <Button look="quiet" onClick={() => ask(true)}>
          {t("archive.action")}
        </Button>
      </div>
      {download.isError ? <Problem error={download.error} /> : null}
      <ArchiveDialog document={document} isOpen={isAsking} onClose={() => ask(false)} />
    </>
  );
}

type ArchiveDialogProps = {
  readonly document: Document;
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

function ArchiveDialog({ document, isOpen, onClose }: ArchiveDialogProps) {
  const { t } = useTranslation(["documents", "common"]);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const archive = useMutation({
    mutationFn: () =>
      answer(
        api.DELETE("/api/v1/documents/{document_id}", { params: { path: { document_id: document.id } } }),
      ),
    onSuccess: async () => {
      await navigate({ to: "/library" });
      announce(t("archive.done", { title: document.title }));
      void tellAnew(queries);
    },
  });
  return (
    <Dialog
      actions={
        <>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button busy={archive.isPending} look="primary" onClick={() => archive.mutate()}>
            {t("archive.confirm")}
          </Button>
        </>
      }
      isOpen={isOpen}
      onClose={onClose}
      title={t("archive.title", { title: document.title })}
    >
      <p>{t("archive.what")}</p>
      <p>{t("archive.kept")}</p>
      {archive.isError ? <Problem error={archive.error} /> : null}
    </Dialog>
  );
}

/** Lets the browser keep the file under its own name. */
async function save(document: Document): Promise<void> {
  const file = await answer(
    api.GET("/api/v1/documents/{document_id}/file", {
      params: { path: { document_id: document.id } },
      parseAs: "blob",
    }),
  );
  saveFile(file as Blob, document.file_name);
}
