import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { Problem } from "@/components/ui/Notice";
import { Skeleton } from "@/components/ui/Skeleton";
import type { SkillGraph } from "@/features/progress/map/graph";
import { Legend } from "@/features/progress/map/Legend";
import { SkillList } from "@/features/progress/map/SkillList";
import { growingQuery, skillMapQuery } from "@/features/progress/queries";
import styles from "./SkillMap.module.css";

type SkillMapProps = {
  readonly subjectId: string;
  /** Only the skills of this document. */
  readonly documentId?: string;
};

const GROWS_EVERY_MS = 3_000;
// The layout comes with a library of its own.
const MapView = lazy(() =>
  import("@/features/progress/map/MapView").then(({ MapView }) => ({ default: MapView })),
);

/** The skills of a subject and what builds on what, coloured by what is known. */
export function SkillMap({ subjectId, documentId }: SkillMapProps) {
  const { t } = useTranslation("progress");
  const growing = useQuery(growingQuery(subjectId));
  const isGrowing = growing.data ?? false;
  const map = useQuery({
    ...skillMapQuery(subjectId, documentId),
    refetchInterval: isGrowing ? GROWS_EVERY_MS : false,
  });
  if (map.isPending) return <Skeleton lines={6} />;
  if (map.isError) return <Problem error={map.error} onRetry={() => void map.refetch()} />;
  if (map.data.skills.length > 0) return <Shown graph={map.data} isGrowing={isGrowing} />;
  return (
    <EmptyState title={t(isGrowing ? "map.emptyGrowing" : "map.empty")}>
      <p>{t(isGrowing ? "map.emptyGrowingText" : "map.emptyText")}</p>
    </EmptyState>
  );
}

function Shown({ graph, isGrowing }: { readonly graph: SkillGraph; readonly isGrowing: boolean }) {
  const { t } = useTranslation("progress");
  const [isList, setList] = useState(false);
  const mastered = graph.skills.filter((skill) => skill.isMastered).length;
  const counted = t("map.counted", { count: graph.skills.length, mastered });
  const label = `${t("map.label")}: ${counted}`;
  return (
    <div className={styles.map}>
      <div className={styles.bar}>
        <p className={styles.counted}>
          {counted}
          {isGrowing ? <span className={styles.growing}> {t("map.growing")}</span> : null}
        </p>
        <Button aria-pressed={isList} look="quiet" onClick={() => setList(!isList)}>
          {t("map.asList")}
        </Button>
      </div>
      {isList ? (
        <SkillList graph={graph} label={label} />
      ) : (
        <Suspense fallback={<Skeleton lines={6} />}>
          <MapView graph={graph} label={label} />
          <Legend />
        </Suspense>
      )}
    </div>
  );
}
