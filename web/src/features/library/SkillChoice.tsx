import { useId } from "react";
import type { Skill } from "@/features/library/queries";
import styles from "./Skills.module.css";

type SkillChoiceProps = {
  readonly legend: string;
  readonly error?: string | undefined;
  readonly skills: readonly Skill[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
};

/** A choice of any of the skills of a subject. */
export function SkillChoice({ legend, error, skills, chosen, onChange }: SkillChoiceProps) {
  const errorId = useId();
  return (
    <fieldset aria-describedby={error ? `${errorId}-error` : undefined} className={styles.choices}>
      <legend className={styles.legend}>{legend}</legend>
      {error ? (
        <p className={styles.error} id={`${errorId}-error`} role="alert">
          {error}
        </p>
      ) : null}
      {skills.map(({ id, name }) => (
        <label className={styles.choice} key={id}>
          <input
            checked={chosen.includes(id)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))
            }
            type="checkbox"
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
