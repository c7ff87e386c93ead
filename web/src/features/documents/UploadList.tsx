import { UploadRow } from "@/features/documents/UploadRow";
import { useUploads } from "@/features/documents/uploads";
import { usePerson } from "@/lib/person";
import styles from "./Uploads.module.css";

type UploadListProps = {
  /** Leaves out what has been sent, where the page shows the documents themselves. */
  readonly isUntilSent?: boolean;
};

/** What becomes of the files that were handed in here. */
export function UploadList({ isUntilSent = false }: UploadListProps) {
  const { data: person } = usePerson();
  const uploads = useUploads().filter(
    ({ ownerId, state }) => ownerId === person?.id && !(isUntilSent && state === "sent"),
  );
  if (uploads.length === 0) return null;
  return (
    <ul className={styles.list} role="list">
      {uploads.map((upload) => (
        <UploadRow key={upload.id} upload={upload} />
      ))}
    </ul>
  );
}
