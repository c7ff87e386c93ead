import { useTranslation } from "react-i18next";
import { classes } from "@/lib/classes";
import styles from "./Shades.module.css";

const SHADES = [
  { shade: "none", key: "days.shade0" },
  { shade: "one", key: "days.shade1" },
  { shade: "two", key: "days.shade2" },
  { shade: "three", key: "days.shade3" },
  { shade: "four", key: "days.shade4" },
] as const;

/** How many answers a shade of the days stands for. */
export function Shades() {
  const { t } = useTranslation("progress");
  return (
    <ul aria-label={t("days.shades")} className={styles.shades}>
      {SHADES.map(({ shade, key }) => (
        <li key={shade}>
          <span className={classes(styles.swatch, styles[shade])} />
          {t(key)}
        </li>
      ))}
      <li>{t("days.unit")}</li>
    </ul>
  );
}
