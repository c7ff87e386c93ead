import { Button } from "@/components/ui/Button";
import styles from "./Ranges.module.css";

type RangesProps<Value extends string> = {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
};

/** How much time a picture shows. */
export function Ranges<Value extends string>({ label, options, value, onChange }: RangesProps<Value>) {
  return (
    <fieldset className={styles.ranges}>
      <legend className="unseen">{label}</legend>
      {options.map((option) => (
        <Button
          aria-pressed={option.value === value}
          key={option.value}
          look="quiet"
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </Button>
      ))}
    </fieldset>
  );
}
