import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Edges } from "@/features/progress/map/Edges";
import { allNeeding, allNeeds, type SkillGraph, worthNext } from "@/features/progress/map/graph";
import { HIGHEST, layOut, READABLE_FROM } from "@/features/progress/map/layout";
import { MapNode } from "@/features/progress/map/MapNode";
import { useZoom } from "@/features/progress/map/useZoom";
import { walk } from "@/features/progress/map/walk";
import { ZoomButtons } from "@/features/progress/map/ZoomButtons";
import { useSkillWords } from "@/features/progress/words";
import { useRoom } from "@/lib/room";
import styles from "./MapView.module.css";

type MapViewProps = { readonly graph: SkillGraph; readonly label: string };

const MARGIN = 24;
const NARROW_MARGIN = 10;
const NARROW_BELOW = 560;
// Below this names are no longer told by their beginnings but by initials.
const SHORT_FROM = 0.4;
const MOST_LARGER = 1.2;
const FRAME_HEIGHT = 640;
// About what is left of a screen for it.
const SCREEN = 860;

/** The drawing: zoomed with keys, buttons, wheel and pinch, walked with the arrow keys. */
export function MapView({ graph, label }: MapViewProps) {
  const { t } = useTranslation("progress");
  const frame = useRef<HTMLDivElement>(null);
  const view = useRef<HTMLDivElement>(null);
  const { width, unit } = useRoom(view);
  const [looked, setLooked] = useState<string>();
  const [visited, setVisited] = useState<string>();
  const margin = width / unit < NARROW_BELOW ? NARROW_MARGIN : MARGIN;
  // In steps, where there is room to spare: a scrollbar that comes and goes does not move every card.
  const room = Math.max(240, roundDown(width / unit - 2 * margin, margin === MARGIN ? MARGIN : 1));
  const layout = useMemo(() => layOut(graph, { width: room, height: SCREEN }), [graph, room]);
  const next = useMemo(() => worthNext(graph), [graph]);
  const size = { width: layout.width + 2 * margin, height: layout.height + 2 * margin };
  const fit = fitting(size, width, unit);
  const zoom = useZoom(frame, size, fit.scale);
  const lit = useMemo(
    () =>
      looked === undefined
        ? undefined
        : new Set([looked, ...allNeeds(graph, looked), ...allNeeding(graph, looked)]),
    [graph, looked],
  );
  // One stop for Tab: where one was last, or what is worth doing next.
  const stop = [visited, [...next][0], layout.places[0]?.id].find(
    (id) => id !== undefined && graph.byId.has(id),
  );
  const words = useSkillWords();
  const navigate = useNavigate();
  const look = (id: string) =>
    lit === undefined ? "plain" : id === looked ? "looked" : lit.has(id) ? "lit" : "dim";

  const onKeyDown = (event: KeyboardEvent) => {
    const id = (event.target as HTMLElement).closest<HTMLElement>("[data-skill]")?.dataset.skill;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+") return zoom.grow();
    if (event.key === "-") return zoom.shrink();
    if (event.key === "0") return zoom.fit();
    if (event.key === " " && id !== undefined) {
      event.preventDefault();
      void navigate({ to: "/progress/skills/$skillId", params: { skillId: id } });
    }
    const to = id === undefined ? undefined : walk(graph, layout.places, id, event.key);
    if (to === undefined) return;
    event.preventDefault();
    frame.current?.querySelector<HTMLElement>(`[data-skill="${to}"]`)?.focus();
  };

  return (
    <div className={styles.view} ref={view}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the links inside */}
      <div
        className={styles.frame}
        data-detail={detailAt(zoom.scale, unit)}
        onKeyDown={onKeyDown}
        ref={frame}
        style={{ height: fit.height }}
      >
        <div
          aria-label={label}
          className={styles.sheet}
          role="group"
          style={{ width: size.width * zoom.scale, height: size.height * zoom.scale }}
        >
          <div
            className={styles.layer}
            style={{
              width: layout.width,
              height: layout.height,
              transform: `scale(${zoom.scale}) translate(${margin}px, ${margin}px)`,
            }}
          >
            <Edges graph={graph} layout={layout} lit={lit} />
            {layout.fieldTop === undefined ? null : (
              <p aria-hidden="true" className={styles.field} style={{ top: layout.fieldTop }}>
                {t("map.alone")}
              </p>
            )}
            {layout.places.map((place) => {
              const skill = graph.byId.get(place.id);
              return skill === undefined ? null : (
                <MapNode
                  isNext={next.has(place.id)}
                  isStop={place.id === stop}
                  key={place.id}
                  label={words.title(graph, skill, next.has(place.id))}
                  look={look(place.id)}
                  onFocus={() => setVisited(place.id)}
                  onLook={setLooked}
                  place={place}
                  skill={skill}
                />
              );
            })}
          </div>
        </div>
      </div>
      <div className={styles.foot}>
        <Told graph={graph} id={looked} />
        <ZoomButtons zoom={zoom} />
      </div>
    </div>
  );
}

/** The skill that is looked at, in a sentence, for those who see the map from afar. */
function Told({ graph, id }: { readonly graph: SkillGraph; readonly id: string | undefined }) {
  const { t } = useTranslation("progress");
  const words = useSkillWords();
  const skill = id === undefined ? undefined : graph.byId.get(id);
  if (skill === undefined) return <p className={styles.told}>{t("map.lookHint")}</p>;
  const told = [words.known(skill), words.needs(graph, skill), words.neededBy(graph, skill)];
  return (
    <p aria-hidden="true" className={styles.told}>
      <strong>{skill.name}</strong> {told.filter(Boolean).join(" · ")}
    </p>
  );
}

function roundDown(length: number, step: number): number {
  return Math.floor(length / step) * step;
}

/** How much of a name is shown at a zoom; whoever wants larger letters is not shown small ones. */
function detailAt(scale: number, unit: number): "whole" | "short" | "tiny" {
  const larger = Math.min(unit, MOST_LARGER);
  if (scale >= READABLE_FROM * larger) return "whole";
  return scale >= SHORT_FROM * larger ? "short" : "tiny";
}

/** The scale that shows the map best, and the height of its frame. */
function fitting(size: { width: number; height: number }, width: number, unit: number) {
  const frame = FRAME_HEIGHT * unit;
  if (width === 0 || size.height === 0) return { scale: unit, height: frame };
  const across = Math.min(unit, width / size.width);
  const isReadable = detailAt(across, unit) === "whole";
  if (isReadable && size.height * across <= HIGHEST * unit)
    return { scale: across, height: Math.ceil(size.height * across) };
  // What is read in two columns is scrolled; what is seen from afar is seen whole.
  const isScrolled = isReadable && width < frame;
  return { scale: isScrolled ? across : Math.min(across, frame / size.height), height: frame };
}
