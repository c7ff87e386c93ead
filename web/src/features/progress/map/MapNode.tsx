import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { CheckIcon } from "@/components/ui/icons";
import type { MapSkill } from "@/features/progress/map/graph";
import type { Place } from "@/features/progress/map/measures";
import { Ring } from "@/features/progress/map/Ring";
import { initials } from "@/features/progress/map/wrap";
import { levelOf, shareOf } from "@/features/progress/mastery";
import { classes } from "@/lib/classes";
import { useFormat } from "@/lib/format";
import styles from "./MapNode.module.css";

type MapNodeProps = {
  readonly skill: MapSkill;
  readonly place: Place;
  /** Its name, what is known and what it needs, to be read out. */
  readonly label: string;
  readonly isNext: boolean;
  readonly look: "plain" | "lit" | "looked" | "dim";
  /** Whether Tab leads here; the arrow keys lead from card to card. */
  readonly isStop: boolean;
  readonly onLook: (id: string | undefined) => void;
  readonly onFocus: () => void;
};

/** A skill as a piece of paper on the map; a link to all that is known of it. */
export function MapNode({ skill, place, label, isNext, look, isStop, onLook, onFocus }: MapNodeProps) {
  const level = levelOf(skill);
  const style = {
    left: place.x - place.width / 2,
    top: place.y - place.height / 2,
    width: place.width,
    height: place.height,
    "--far": Math.min(place.y / 150, 8),
    "--pad": `${place.padding}px`,
  };
  return (
    <Link
      className={classes(styles.node, styles[level], styles[look], isNext && styles.next)}
      data-skill={skill.id}
      draggable={false}
      onBlur={() => onLook(undefined)}
      onFocus={() => {
        onLook(skill.id);
        onFocus();
      }}
      onPointerEnter={() => onLook(skill.id)}
      onPointerLeave={() => onLook(undefined)}
      params={{ skillId: skill.id }}
      style={style}
      tabIndex={isStop ? 0 : -1}
      to="/progress/skills/$skillId"
    >
      <span className="unseen">{label}</span>
      <Whole isNext={isNext} place={place} skill={skill} />
      <span aria-hidden="true" className={styles.short} style={{ fontSize: place.shortSize }}>
        {place.short.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
          <span key={index}>{line}</span>
        ))}
      </span>
      <span aria-hidden="true" className={styles.tiny}>
        {skill.isMastered ? <CheckIcon className={styles.sign} /> : null}
        {initials(skill.name)}
      </span>
    </Link>
  );
}

function Whole({ skill, place, isNext }: Pick<MapNodeProps, "skill" | "place" | "isNext">) {
  const { t } = useTranslation("progress");
  const { percent } = useFormat();
  return (
    <span aria-hidden="true" className={styles.whole}>
      <span className={styles.head}>
        <Ring belief={skill} />
        <span className={styles.share}>
          {levelOf(skill) === "none" ? t("map.new") : percent(shareOf(skill))}
        </span>
        {isNext ? <span className={styles.tag}>{t("map.next")}</span> : null}
      </span>
      <span className={styles.name}>
        {place.lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
          <span key={index}>{line}</span>
        ))}
      </span>
    </span>
  );
}
