import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/Page";
import { SkillMap } from "@/features/progress/SkillMap";
import { answer, api } from "@/lib/api";

export function ProgressPage() {
  const { t } = useTranslation();
  const s = useQuery({
    queryKey: ["progress", "s"],
    queryFn: () => answer(api.GET("/api/v1/progress/me/subjects")),
  });
  return (
    <Page title={t("nav.progress")}>
      {s.data?.items.map((e) => (
        <SkillMap key={e.id} subjectId={e.id} />
      ))}
    </Page>
  );
}
