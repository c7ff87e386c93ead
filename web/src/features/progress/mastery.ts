/** What is believed of somebody about one skill. */
export type Belief = {
  readonly mastery: number;
  readonly isMastered: boolean;
  readonly practiceCount: number;
};

/** From not begun to mastered: the steps that colours and words tell apart. */
const LEVELS = ["none", "begun", "half", "near", "mastered"] as const;
export type Level = (typeof LEVELS)[number];

const HALF = 0.4;
const NEAR = 0.7;

/** The step a belief lies on; a skill nobody has asked for yet is not begun, whatever is assumed of it. */
export function levelOf({ mastery, isMastered, practiceCount }: Belief): Level {
  if (isMastered) return "mastered";
  if (practiceCount === 0) return "none";
  if (mastery >= NEAR) return "near";
  return mastery >= HALF ? "half" : "begun";
}

/** How full its meter is. */
export function fillOf(belief: Belief): number {
  return belief.practiceCount === 0 && !belief.isMastered ? 0 : belief.mastery;
}

/** The share as it is told: never 100 % before it is mastered, never 0 % once something is known. */
export function shareOf(belief: Belief): number {
  const rounded = Math.round(fillOf(belief) * 100) / 100;
  return belief.isMastered ? rounded : Math.min(rounded, 0.99);
}

/** A belief as the API tells it. */
export function beliefOf(skill: { mastery: number; is_mastered: boolean; practice_count: number }): Belief {
  return { mastery: skill.mastery, isMastered: skill.is_mastered, practiceCount: skill.practice_count };
}
