import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Problem } from "@/components/ui/Notice";
import { DropZone, type Invitation } from "@/features/documents/DropZone";
import { addUploads } from "@/features/documents/uploads";
import { personQuery } from "@/lib/person";
import styles from "./Uploads.module.css";

type UploadPanelProps = {
  /** Where the files go; asked once files are there. Left out: each to a subject of its own. */
  readonly subjectFor?: () => Promise<string | undefined>;
  /** Whether it is what the page is for. */
  readonly isPrimary?: boolean;
  readonly invitation?: Invitation;
  /** What is chosen before, and what became of the files. */
  readonly children?: ReactNode;
};

/** Where documents come in. */
export function UploadPanel({ subjectFor, isPrimary = false, invitation, children }: UploadPanelProps) {
  const queries = useQueryClient();
  const take = useMutation({
    mutationFn: async (files: readonly File[]) => {
      const owner = await queries.ensureQueryData(personQuery);
      if (owner && files.length > 0) addUploads(owner.id, files, await subjectFor?.());
    },
  });
  return (
    <div className={styles.panel}>
      <DropZone invitation={invitation} isPrimary={isPrimary} onFiles={take.mutate} />
      {take.isError ? <Problem error={take.error} /> : null}
      {children}
    </div>
  );
}
