import { useTranslation } from "react-i18next";
import { Section } from "@/components/ui/Page";
import type { Schemas } from "@/lib/api";
import { useFormat } from "@/lib/format";
import evidence from "./Evidence.module.css";
import styles from "./Items.module.css";

type Detail = Schemas["SkillDetailView"];

/** What asks for the skill, and when each comes back. */
export function Items({ detail }: { readonly detail: Detail }) {
  const { t } = useTranslation("progress");
  const { items, item_count: count } = detail;
  return (
    <Section lead={t("items.lead", { count })} title={t("items.title")}>
      {items.length === 0 ? <p className={evidence.none}>{t("items.none")}</p> : null}
      {items.length > 0 ? (
        <ul className={styles.list}>
          {items.map((item) => (
            <Item item={item} key={item.item_id} />
          ))}
        </ul>
      ) : null}
      {count > items.length ? (
        <p className={evidence.facts}>{t("items.more", { count: count - items.length })}</p>
      ) : null}
    </Section>
  );
}

function Item({ item }: { readonly item: Detail["items"][number] }) {
  const { t } = useTranslation("progress");
  const { fromNow, percent } = useFormat();
  const due =
    item.due_at === null
      ? t("items.new")
      : item.is_due
        ? t("items.due")
        : t("items.back", { when: fromNow(item.due_at, new Date()) });
  const recall =
    item.retrievability === null ? undefined : t("items.recall", { share: percent(item.retrievability) });
  return (
    <li className={styles.item}>
      <div>
        <p className={evidence.stem}>{item.stem ?? t("items.withheld")}</p>
        <p className={evidence.facts}>{t(`type.${item.type}`)}</p>
      </div>
      <p className={styles.due}>
        <span className={item.is_due ? styles.isDue : ""}>{due}</span>
        {recall ? <span className={evidence.facts}>{recall}</span> : null}
      </p>
    </li>
  );
}
