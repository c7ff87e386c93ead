import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SelectField } from "@/components/ui/Field";
import { Problem } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { SkillMap } from "@/features/progress/SkillMap";
import { useFormat } from "@/lib/format";
import { subjectStandingsQuery } from "@/lib/learner";

/** The map of one subject; which, is chosen if there are several. */
export function MapSection() {
  const { t } = useTranslation("progress");
  const { percent } = useFormat();
  const subjects = useQuery(subjectStandingsQuery);
  const [chosen, setChosen] = useState<string>();
  const withSkills = subjects.data?.filter((subject) => subject.skills > 0) ?? [];
  const lastPractised = [...withSkills].sort((one, other) =>
    (one.last_practised_at ?? "") < (other.last_practised_at ?? "") ? 1 : -1,
  )[0];
  const subject = withSkills.find((each) => each.id === chosen) ?? lastPractised;
  return (
    <div id="map">
      <Section lead={t("map.lead")} title={t("map.title")}>
        {subjects.isPending ? <Skeleton lines={6} /> : null}
        {subjects.isError && !subjects.data ? (
          <Problem error={subjects.error} onRetry={() => void subjects.refetch()} />
        ) : null}
        {withSkills.length > 1 && subject ? (
          <SelectField
            label={t("map.subject")}
            onChange={(event) => setChosen(event.target.value)}
            value={subject.id}
          >
            {withSkills.map((each) => (
              <option key={each.id} value={each.id}>
                {`${each.title} · ${percent(each.skills_mastered / each.skills)}`}
              </option>
            ))}
          </SelectField>
        ) : null}
        {subject ? <SkillMap key={subject.id} subjectId={subject.id} /> : null}
      </Section>
    </div>
  );
}
