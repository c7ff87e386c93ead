import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { DownloadIcon } from "@/components/ui/icons";
import { Notice, Problem } from "@/components/ui/Notice";
import type { Deck } from "@/features/library/queries";
import { answer, api } from "@/lib/api";
import { saveFile } from "@/lib/saving";

const FORMATS = ["csv", "apkg"] as const;
type Format = (typeof FORMATS)[number];

/** A deck as a file, for a spreadsheet or for Anki. */
export function DeckExport({ deck }: { readonly deck: Deck }) {
  const { t } = useTranslation("library");
  const taking = useMutation({ mutationFn: (format: Format) => take(deck, format) });
  return (
    <>
      {FORMATS.map((format) => (
        <Button
          busy={taking.isPending && taking.variables === format}
          key={format}
          look="quiet"
          onClick={() => taking.mutate(format)}
        >
          <DownloadIcon />
          {t(`deck.export.${format}`)}
        </Button>
      ))}
      {taking.isError ? <Problem error={taking.error} /> : null}
      {taking.data ? <Notice role="status" title={t("deck.export.leftOut", { count: taking.data })} /> : null}
    </>
  );
}

/** Saves the file; how many questions are not in it, because they are being asked just now. */
async function take(deck: Deck, format: Format): Promise<number> {
  const asked = api.GET("/api/v1/decks/{deck_id}/export", {
    params: { path: { deck_id: deck.id }, query: { format } },
    parseAs: "blob",
  });
  saveFile((await answer(asked)) as Blob, `${deck.title}.${format}`);
  return Number((await asked).response.headers.get("items-left-out") ?? 0);
}
