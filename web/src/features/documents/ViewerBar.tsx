import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { ArrowIcon, BackIcon, MinusIcon, PlusIcon } from "@/components/ui/icons";
import { classes } from "@/lib/classes";
import { useFormat } from "@/lib/format";
import styles from "./SourceViewer.module.css";

/** How much larger or smaller one step makes the page. */
export const ZOOM_STEP = 1.25;
export const FURTHEST_OUT = 0.5;
const FURTHEST_IN = 4;

type ViewerBarProps = {
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
  readonly isText?: boolean;
  /** Where there are pages to look at and text to read. */
  readonly onText?: (isText: boolean) => void;
  readonly zoom?: number;
  readonly onZoom?: ((zoom: number) => void) | undefined;
};

/** Turns pages, makes them larger, and changes between page and text. */
export function ViewerBar({ page, pages, onPage, isText, onText, zoom = 1, onZoom }: ViewerBarProps) {
  const { t } = useTranslation("documents");
  const { percent } = useFormat();
  return (
    <div aria-label={t("viewer.bar")} className={styles.bar} role="group">
      {onText ? (
        <div className={styles.group}>
          <button
            aria-pressed={!isText}
            className={styles.toggle}
            onClick={() => onText(false)}
            type="button"
          >
            {t("viewer.page")}
          </button>
          <button aria-pressed={isText} className={styles.toggle} onClick={() => onText(true)} type="button">
            {t("viewer.text")}
          </button>
        </div>
      ) : null}
      <div className={styles.group}>
        <Button
          aria-label={t("viewer.previous")}
          className={styles.square}
          disabled={page <= 1}
          look="quiet"
          onClick={() => onPage(page - 1)}
        >
          <BackIcon />
        </Button>
        <PageField key={page} onPage={onPage} page={page} pages={pages} />
        <span className={styles.of}>{t("viewer.of", { pages })}</span>
        <Button
          aria-label={t("viewer.next")}
          className={styles.square}
          disabled={page >= pages}
          look="quiet"
          onClick={() => onPage(page + 1)}
        >
          <ArrowIcon />
        </Button>
      </div>
      {onZoom ? (
        <div className={classes(styles.group, styles.zoom)}>
          <Button
            aria-label={t("viewer.smaller")}
            className={styles.square}
            disabled={zoom <= FURTHEST_OUT}
            look="quiet"
            onClick={() => onZoom(Math.max(FURTHEST_OUT, zoom / ZOOM_STEP))}
          >
            <MinusIcon />
          </Button>
          <Button
            aria-label={t("viewer.fit", { zoom: percent(zoom) })}
            look="quiet"
            onClick={() => onZoom(1)}
          >
            {percent(zoom)}
          </Button>
          <Button
            aria-label={t("viewer.larger")}
            className={styles.square}
            disabled={zoom >= FURTHEST_IN}
            look="quiet"
            onClick={() => onZoom(Math.min(FURTHEST_IN, zoom * ZOOM_STEP))}
          >
            <PlusIcon />
          </Button>
        </div>
      ) : null}
    </div>
  );
}

type PageFieldProps = Pick<ViewerBarProps, "page" | "pages" | "onPage">;

function PageField({ page, pages, onPage }: PageFieldProps) {
  const { t } = useTranslation("documents");
  const [typed, setTyped] = useState(String(page));
  useEffect(() => setTyped(String(page)), [page]);
  const go = () => {
    const number = Number(typed);
    if (Number.isInteger(number) && number >= 1 && number <= pages) onPage(number);
    else setTyped(String(page));
  };
  return (
    <input
      aria-label={t("viewer.goTo")}
      className={styles.field}
      inputMode="numeric"
      onBlur={go}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => event.key === "Enter" && go()}
      value={typed}
    />
  );
}
