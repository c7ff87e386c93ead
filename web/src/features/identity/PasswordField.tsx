import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { TextField } from "@/components/ui/Field";
import { CheckIcon } from "@/components/ui/icons";
import { MIN_LENGTH, type PasswordRule } from "@/features/identity/password";
import styles from "./PasswordField.module.css";

type PasswordFieldProps = {
  /** What it is called where there are two. */
  readonly label?: string;
  readonly name?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoComplete: "new-password" | "current-password";
  readonly hint?: ReactNode;
  readonly error: string | undefined;
};

/** A password that can be looked at while it is typed. */
export function PasswordField(props: PasswordFieldProps) {
  const { value, onChange, autoComplete, hint, error, label, name = "password" } = props;
  const { t } = useTranslation("identity");
  const [isShown, setShown] = useState(false);
  return (
    <TextField
      action={
        <Button aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? t("password.hide") : t("password.show")}
        </Button>
      }
      autoCapitalize="off"
      autoComplete={autoComplete}
      autoCorrect="off"
      error={error}
      hint={hint}
      label={label ?? t("password.label")}
      name={name}
      onChange={(event) => onChange(event.target.value)}
      required
      spellCheck={false}
      type={isShown ? "text" : "password"}
      value={value}
    />
  );
}

const ALWAYS_LISTED = ["length", "upper", "lower", "digit", "special"] as const;

/** What a new password still needs, ticked off while it is typed. */
export function PasswordNeeds({ missing }: { readonly missing: readonly PasswordRule[] }) {
  const { t } = useTranslation("identity");
  const rules = missing.includes("personal") ? ([...ALWAYS_LISTED, "personal"] as const) : ALWAYS_LISTED;
  return (
    <>
      <span>{t("password.needs")}</span>
      <ul className={styles.needs}>
        {rules.map((rule) => {
          const isMet = !missing.includes(rule);
          return (
            <li className={isMet ? styles.met : styles.open} key={rule}>
              <span aria-hidden="true" className={styles.sign}>
                {isMet ? <CheckIcon height="0.9em" strokeWidth={3} width="0.9em" /> : null}
              </span>
              {t(`password.rule.${rule}`, { count: MIN_LENGTH })}
              <span className="unseen">{isMet ? t("password.met") : t("password.open")}</span>
            </li>
          );
        })}
      </ul>
      <span>{t("password.advice")}</span>
    </>
  );
}
