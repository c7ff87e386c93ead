import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";
import styles from "./Field.module.css";

type Said = {
  readonly label: string;
  /** What helps to fill it in; read out with the label. */
  readonly hint?: ReactNode;
  /** What is wrong with it, and what would be right. */
  readonly error?: string | undefined;
};

type InputProps = InputHTMLAttributes<HTMLInputElement> & Said & { readonly action?: ReactNode };

/** One line of text with its label, help and error. */
export function TextField({ label, hint, error, action, ...rest }: InputProps) {
  return (
    <Labelled error={error} hint={hint} label={label}>
      {(attributes) => (
        <div className={styles.row}>
          <input {...rest} {...attributes} />
          {action}
        </div>
      )}
    </Labelled>
  );
}

type TextAreaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & Said;

/** Several lines of text with their label, help and error. */
export function TextAreaField({ label, hint, error, ...rest }: TextAreaProps) {
  return (
    <Labelled error={error} hint={hint} label={label}>
      {(attributes) => <textarea rows={3} {...rest} {...attributes} />}
    </Labelled>
  );
}

type SelectProps = SelectHTMLAttributes<HTMLSelectElement> & Said;

/** A choice of one out of a list too long to show. */
export function SelectField({ label, hint, error, children, ...rest }: SelectProps) {
  return (
    <Labelled error={error} hint={hint} label={label}>
      {(attributes) => (
        <select {...rest} {...attributes}>
          {children}
        </select>
      )}
    </Labelled>
  );
}

export type Option<Value extends string> = {
  readonly value: Value;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
};

export type ChoiceProps<Value extends string> = {
  readonly legend: string;
  readonly hint?: ReactNode;
  readonly name: string;
  readonly options: readonly Option<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
};

/** A choice of one out of a few, all in sight. */
export function ChoiceField<Value extends string>(props: ChoiceProps<Value>) {
  const { legend, hint, name, options, value, onChange } = props;
  const id = useId();
  return (
    <fieldset aria-describedby={hint ? `${id}-hint` : undefined} className={styles.choices}>
      <legend className={styles.label}>{legend}</legend>
      {hint ? (
        <p className={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      <div className={styles.options}>
        {options.map((option) => (
          <label className={styles.option} key={option.value}>
            <input
              checked={option.value === value}
              className={styles.radio}
              name={name}
              onChange={() => onChange(option.value)}
              type="radio"
              value={option.value}
            />
            <span>
              {option.label}
              {option.hint ? <span className={styles.hint}>{option.hint}</span> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

type CheckProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
};

/** Something that is so or not. */
export function CheckField({ label, hint, checked, onChange }: CheckProps) {
  const id = useId();
  return (
    <label className={styles.option}>
      <input
        aria-describedby={hint ? `${id}-hint` : undefined}
        checked={checked}
        className={styles.radio}
        onChange={(event) => onChange(event.target.checked)}
        type="checkbox"
      />
      <span>
        {label}
        {hint ? (
          <span className={styles.hint} id={`${id}-hint`}>
            {hint}
          </span>
        ) : null}
      </span>
    </label>
  );
}

type LabelledProps = Said & {
  readonly children: (attributes: ReturnType<typeof attributesOf>) => ReactNode;
};

/** What is filled in, with its label above, and its help and error below. */
function Labelled({ label, hint, error, children }: LabelledProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children(attributesOf(id, hint, error))}
      {hint ? (
        <div className={styles.hint} id={`${id}-hint`}>
          {hint}
        </div>
      ) : null}
      {error ? (
        <p className={styles.error} id={`${id}-error`} role="alert">
          {error}
        </p>
      ) : null}
    </div>
  );
}

function attributesOf(id: string, hint: ReactNode, error: string | undefined) {
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return {
    id,
    className: styles.input,
    "aria-describedby": described || undefined,
    "aria-invalid": error ? true : undefined,
  } as const;
}
