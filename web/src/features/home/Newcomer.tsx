import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/Page";
import { ChapterDrop } from "@/features/home/ChapterDrop";
import { LastDocuments } from "@/features/home/LastDocuments";
import type { Now } from "@/features/home/queries";

type NewcomerProps = { readonly name: string; readonly reasons: Now["reasons"] };

/** The first thing of all: something to learn from. */
export function Newcomer({ name, reasons }: NewcomerProps) {
  const { t } = useTranslation("today");
  return (
    <Page
      above={t("today.hello", { name })}
      lead={reasons.map(({ text }) => text).join(" ")}
      title={t("newcomer.title")}
      width="reading"
    >
      <ChapterDrop />
      <LastDocuments />
    </Page>
  );
}
