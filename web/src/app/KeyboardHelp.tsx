import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { setKeysOn, useKeysOn } from "@/app/keys";
import { Dialog } from "@/components/ui/Dialog";
import { CheckField } from "@/components/ui/Field";
import styles from "./KeyboardHelp.module.css";

const EVERYWHERE = [
  { keys: ["/"], key: "search" },
  { keys: ["?"], key: "help" },
  { keys: ["g", "h"], key: "home" },
  { keys: ["g", "l"], key: "library" },
  { keys: ["g", "p"], key: "practise" },
  { keys: ["g", "r"], key: "review" },
  { keys: ["g", "m"], key: "progress" },
  { keys: ["g", "s"], key: "settings" },
] as const;
const IN_A_SESSION = [
  { keys: ["Enter"], key: "answer" },
  { keys: ["1", "4"], key: "choose" },
  { keys: ["Space"], key: "turn" },
  { keys: ["?"], key: "hint" },
] as const;

/** The keys there are, and a way to switch them off. */
export function KeyboardHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const isOn = useKeysOn();
  return (
    <Dialog isOpen onClose={onClose} title={t("keys.title")}>
      <Keys rows={EVERYWHERE} title={t("keys.everywhere")} />
      <Keys rows={IN_A_SESSION} title={t("keys.session")} />
      <CheckField checked={isOn} hint={t("keys.onHint")} label={t("keys.on")} onChange={setKeysOn} />
    </Dialog>
  );
}

type Rows = typeof EVERYWHERE | typeof IN_A_SESSION;

function Keys({ title, rows }: { readonly title: string; readonly rows: Rows }) {
  const { t } = useTranslation();
  return (
    <section className={styles.part}>
      <h3>{title}</h3>
      <dl className={styles.keys}>
        {rows.map(({ keys, key }) => (
          <Fragment key={key}>
            <dt>
              {keys.map((each, place) => (
                <Fragment key={each}>
                  {place > 0 ? ` ${key === "choose" ? "–" : t("keys.then")} ` : null}
                  <kbd>{each.length > 1 ? t(`keys.named.${each as "Enter" | "Space"}`) : each}</kbd>
                </Fragment>
              ))}
            </dt>
            <dd>{t(`keys.does.${key}`)}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}
