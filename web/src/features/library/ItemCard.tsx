import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "@/components/ui/Card";
import { Details } from "@/components/ui/Details";
import { CheckIcon, QuoteIcon } from "@/components/ui/icons";
import type { Item } from "@/features/library/queries";
import styles from "./Items.module.css";

type ItemCardProps = { readonly item: Item; readonly actions?: ReactNode };

/** An item as its author sees it; the answer is opened on purpose, so that looking through a deck spoils nothing. */
export function ItemCard({ item, actions }: ItemCardProps) {
  const { t } = useTranslation("library");
  return (
    <Card as="li">
      <p className={styles.type}>{t(`type.${item.type}`)}</p>
      <p className={styles.stem}>{item.stem}</p>
      {item.withheld ? <p className={styles.soft}>{t("item.withheld")}</p> : <Answer item={item} />}
      <div className={styles.foot}>
        {item.source ? (
          <Link
            className={styles.source}
            params={{ documentId: item.source.document_id }}
            search={{
              page: item.source.page,
              passage: item.source.passage_id,
              ...(item.source.quote && { quote: item.source.quote }),
            }}
            to="/documents/$documentId"
          >
            <QuoteIcon />
            {t("item.source", { page: item.source.page })}
          </Link>
        ) : (
          <span className={styles.soft}>{t("item.own")}</span>
        )}
        {actions ? <span className={styles.actions}>{actions}</span> : null}
      </div>
    </Card>
  );
}

/** What the key says, and what else counts as right. */
function Answer({ item }: { readonly item: Item }) {
  const { t } = useTranslation("library");
  const { key, options, accepted, skills, source } = item;
  const also = (accepted ?? []).flatMap((texts) => texts.slice(1));
  return (
    <Details summary={t("item.showAnswer")}>
      {options ? (
        <ul className={styles.options} role="list">
          {options.map(({ id, text }) => (
            <li className={id === key ? styles.right : undefined} key={id}>
              {id === key ? <CheckIcon /> : null}
              {text}
              {id === key ? <span className="unseen">{t("item.right")}</span> : null}
            </li>
          ))}
        </ul>
      ) : (
        <p className={styles.key}>
          {typeof key === "boolean" ? t(key ? "item.true" : "item.false") : asText(key)}
        </p>
      )}
      {also.length > 0 ? <p className={styles.soft}>{t("item.also", { texts: also.join(" · ") })}</p> : null}
      {source?.quote && source.quote !== key ? (
        <blockquote className={styles.quote}>{source.quote}</blockquote>
      ) : null}
      {skills && skills.length > 0 ? (
        <p className={styles.soft}>
          {t("item.skills", { names: skills.map(({ name }) => name).join(" · "), count: skills.length })}
        </p>
      ) : null}
    </Details>
  );
}

function asText(key: Item["key"]): string {
  return Array.isArray(key) ? key.join(" · ") : String(key ?? "");
}
