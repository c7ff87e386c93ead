import { useTranslation } from "react-i18next";
import { UploadPanel } from "@/features/documents/UploadPanel";
import type { Now } from "@/lib/learner";

/** Invites whoever has nothing to learn from yet to bring it. */
export function FirstChapter({ reasons }: { readonly reasons: Now["reasons"] }) {
  const { t } = useTranslation("today");
  const invitation = { title: t("drop.invitation"), lines: reasons.map(({ text }) => text) };
  return <UploadPanel invitation={invitation} isPrimary />;
}
