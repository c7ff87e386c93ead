import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { CloseIcon, PlusIcon } from "@/components/ui/icons";
import {
  type Draft,
  FEWEST_OPTIONS,
  MOST_OPTIONS,
  withOption,
  withoutOption,
} from "@/features/library/itemDraft";
import styles from "./ItemDialog.module.css";

type OptionFieldsProps = {
  readonly draft: Draft;
  readonly error: string | undefined;
  readonly onChange: (draft: Draft) => void;
};

/** What can be chosen, and which of it is right. */
export function OptionFields({ draft, error, onChange }: OptionFieldsProps) {
  const { t } = useTranslation("library");
  const id = useId();
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className={styles.set}>
      <legend className={styles.legend}>{t("write.options")}</legend>
      {draft.options.map((option, index) => {
        const number = index + 1;
        return (
          <div className={styles.option} key={option.id}>
            <label className={styles.radio}>
              <span className="unseen">{t("write.isRight", { number })}</span>
              <input
                checked={draft.right === option.id}
                name={id}
                onChange={() => onChange({ ...draft, right: option.id })}
                type="radio"
              />
            </label>
            <input
              aria-label={t("write.option", { number })}
              className={styles.text}
              maxLength={2000}
              onChange={({ target }) =>
                onChange({ ...draft, options: draft.options.with(index, { ...option, text: target.value }) })
              }
              value={option.text}
            />
            <Button
              aria-label={t("write.removeOption", { number })}
              disabled={draft.options.length <= FEWEST_OPTIONS}
              look="quiet"
              onClick={() => onChange(withoutOption(draft, option.id))}
            >
              <CloseIcon />
            </Button>
          </div>
        );
      })}
      {error ? (
        <p className={styles.error} id={`${id}-error`} role="alert">
          {error}
        </p>
      ) : null}
      <p>
        <Button
          disabled={draft.options.length >= MOST_OPTIONS}
          look="quiet"
          onClick={() => onChange(withOption(draft))}
        >
          <PlusIcon />
          {t("write.addOption")}
        </Button>
      </p>
    </fieldset>
  );
}
