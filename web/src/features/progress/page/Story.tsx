import { useTranslation } from "react-i18next";
import { HowFar } from "@/components/ui/HowFar";
import type { Schemas } from "@/lib/api";
import { useFormat } from "@/lib/format";

/** How far a subject or a document has come, and when it was last practised. */
export function Story({ record }: { readonly record: Schemas["RecordView"] }) {
  const { t } = useTranslation("progress");
  const { day, fromNow } = useFormat();
  const status = t(`records.status.${record.status}`, {
    day: record.completed_at ? day(record.completed_at) : "",
  });
  const last = record.last_practised_at;
  const more = last ? [status, t("records.last", { when: fromNow(last, new Date()) })] : [status];
  return <HowFar more={more} of={record} />;
}
