import { useQuery } from "@tanstack/react-query";
import { documentQuery, type Source } from "@/features/practice/queries";

/** The language of what a question quotes, for a voice that reads it out; undefined while nobody knows. */
export function useLanguageOf(source: Pick<Source, "document_id"> | null): string | undefined {
  const { data } = useQuery({ ...documentQuery(source?.document_id ?? ""), enabled: source !== null });
  return data?.language ?? undefined;
}
