import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Problem } from "@/components/ui/Notice";
import { DropZone } from "@/features/documents/DropZone";
import { UploadRow } from "@/features/documents/UploadRow";
import { addUploads, useUploads } from "@/features/documents/uploads";
import { personQuery } from "@/lib/person";
import styles from "./Uploads.module.css";

type UploadPanelProps = {
  /** Where the files go; asked once files are there. Undefined: to a subject of their own. */
  readonly subjectFor: () => Promise<string | undefined>;
  /** Whether it is what the page is for. */
  readonly isPrimary?: boolean;
  /** What is chosen before. */
  readonly children?: ReactNode;
};

/** Where documents come in, and what becomes of those that did. */
export function UploadPanel({ subjectFor, isPrimary = false, children }: UploadPanelProps) {
  const queries = useQueryClient();
  const { data: person } = useQuery(personQuery);
  const uploads = useUploads().filter(({ ownerId }) => ownerId === person?.id);
  const take = useMutation({
    mutationFn: async (files: readonly File[]) => {
      const owner = await queries.ensureQueryData(personQuery);
      if (owner && files.length > 0) addUploads(owner.id, files, await subjectFor());
    },
  });
  return (
    <div className={styles.panel}>
      <DropZone isPrimary={isPrimary} onFiles={take.mutate} />
      {children}
      {take.isError ? <Problem error={take.error} /> : null}
      {uploads.length > 0 ? (
        <ul className={styles.list} role="list">
          {uploads.map((upload) => (
            <UploadRow key={upload.id} upload={upload} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}
