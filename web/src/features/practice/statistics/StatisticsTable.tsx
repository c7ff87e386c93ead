import { useTranslation } from "react-i18next";
import { AlertIcon, CheckIcon } from "@/components/ui/icons";
import { apartOf } from "@/features/practice/statistics/apart";
import type { ItemStatistics } from "@/features/practice/statistics/queries";
import { classes } from "@/lib/classes";
import { useFormat } from "@/lib/format";
import styles from "./Statistics.module.css";

const COLUMNS = ["question", "right", "apart", "time", "learners"] as const;

/** A question a row, with its options and what may be wrong with it; a row is a card where there is no room for five columns. */
export function StatisticsTable({ items }: { readonly items: readonly ItemStatistics[] }) {
  const { t } = useTranslation("practice");
  return (
    // Told to be what they are, for a table that is shown as cards is none to some browsers.
    <table className={styles.table} role="table">
      <caption className="unseen">{t("statistics.title")}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {COLUMNS.map((column) => (
            <th key={column} role="columnheader" scope="col">
              {t(`statistics.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {items.map((item) => (
          <OneItem item={item} key={item.item_id} />
        ))}
      </tbody>
    </table>
  );
}

function OneItem({ item }: { readonly item: ItemStatistics }) {
  const { t } = useTranslation("practice");
  const { number, percent, precise, span } = useFormat();
  const { correct_share: right, discrimination, median_seconds: seconds } = item;
  const figures = {
    right: right === null ? undefined : percent(right),
    apart:
      discrimination === null
        ? undefined
        : t(`statistics.apart.${apartOf(discrimination)}`, { value: precise(discrimination, 2) }),
    time: seconds === null ? undefined : span(Math.max(1, Math.round(seconds))),
    learners: number(item.learners),
  };
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <div className={styles.question}>
          <p dir="auto">{item.stem}</p>
          <Flags flags={item.flags} />
          <Options options={item.options} />
          <p className={styles.soft}>
            {item.calibrated_at === null
              ? t("statistics.asMade", { difficulty: precise(item.difficulty, 1) })
              : t("statistics.measured", {
                  count: item.calibrated_on ?? 0,
                  difficulty: precise(item.difficulty, 1),
                })}
          </p>
        </div>
      </th>
      {COLUMNS.slice(1).map((column) => (
        <td data-label={t(`statistics.column.${column}`)} key={column} role="cell">
          {figures[column as keyof typeof figures] ?? (
            <>
              <span aria-hidden="true">–</span>
              <span className="unseen">{t("statistics.unknown")}</span>
            </>
          )}
        </td>
      ))}
    </tr>
  );
}

function Flags({ flags }: Pick<ItemStatistics, "flags">) {
  if (flags.length === 0) return null;
  return (
    <ul className={styles.flags} role="list">
      {flags.map(({ code, text }) => (
        <li className={classes(styles.flag, code === TOO_FEW && styles.quiet)} key={text}>
          {code === TOO_FEW ? null : <AlertIcon />}
          {text}
        </li>
      ))}
    </ul>
  );
}

// Nothing is wrong with it: it only waits for more answers.
const TOO_FEW = "too_few";

/** How often each option was chosen, as small bars beside it. */
function Options({ options }: Pick<ItemStatistics, "options">) {
  const { t } = useTranslation("practice");
  const { percent } = useFormat();
  if (options.length === 0) return null;
  return (
    <ul aria-label={t("statistics.options")} className={styles.options} role="list">
      {options.map(({ text, is_key: isKey, chosen_share: share }) => (
        <li className={classes(styles.option, isKey === true && styles.key)} key={text}>
          <span className={styles.text} dir="auto">
            {isKey ? <CheckIcon /> : null}
            {text}
            {isKey ? <span className="unseen"> {t("statistics.key")}</span> : null}
          </span>
          {share === null ? null : (
            <>
              <span aria-hidden="true" className={styles.track}>
                <span className={styles.bar} style={{ width: `${share * 100}%` }} />
              </span>
              <span className={styles.share}>{percent(share)}</span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
