import { useTranslation } from "react-i18next";
import { CheckIcon } from "@/components/ui/icons";
import { Problem } from "@/components/ui/Notice";
import styles from "./Settings.module.css";

type SavedProps = { readonly change: { readonly isSuccess: boolean; readonly error: unknown } };

/** Says that a choice is kept, or why not. */
export function Saved({ change }: SavedProps) {
  const { t } = useTranslation("settings");
  if (change.error) return <Problem error={change.error} />;
  return (
    <p className={styles.saved} role="status">
      {change.isSuccess ? (
        <>
          <CheckIcon />
          {t("settings.saved")}
        </>
      ) : null}
    </p>
  );
}
