import { useTranslation } from "react-i18next";
import type { MapSkill, SkillGraph } from "@/features/progress/map/graph";
import { type Belief, levelOf, shareOf } from "@/features/progress/mastery";
import { useFormat } from "@/lib/format";

/** What is told of skills, in words. */
export function useSkillWords() {
  const { t } = useTranslation("progress");
  const { percent, list } = useFormat();
  const names = (graph: SkillGraph, ids: Iterable<string>) =>
    list([...ids].flatMap((id) => graph.byId.get(id)?.name ?? []));
  const known = (belief: Belief) =>
    levelOf(belief) === "none" ? t("map.notBegun") : t("map.known", { share: percent(shareOf(belief)) });
  const needs = (graph: SkillGraph, skill: MapSkill) =>
    skill.needs.length > 0 ? t("map.needs", { names: names(graph, skill.needs) }) : undefined;
  const neededBy = (graph: SkillGraph, skill: MapSkill) => {
    const ids = graph.neededBy.get(skill.id) ?? [];
    return ids.length > 0 ? t("map.neededBy", { names: names(graph, ids) }) : undefined;
  };
  /** Such as "Demand curve, 40 % known, needs: Demand". */
  const title = (graph: SkillGraph, skill: MapSkill, isNext: boolean) =>
    [
      skill.name,
      known(skill),
      ...(skill.isMastered ? [t("map.mastered")] : []),
      ...(isNext ? [t("map.worthNext")] : []),
      ...(skill.needs.length > 0 ? [needs(graph, skill)] : []),
    ].join(", ");
  return { known, needs, neededBy, title };
}
