import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import type { useZoom } from "@/features/progress/map/useZoom";
import styles from "./MapView.module.css";

/** Nearer, farther, and all of it. */
export function ZoomButtons({ zoom }: { readonly zoom: ReturnType<typeof useZoom> }) {
  const { t } = useTranslation("progress");
  return (
    <div aria-label={t("map.zoom")} className={styles.zoom} role="group">
      <Button aria-label={t("map.shrink")} disabled={!zoom.canShrink} look="quiet" onClick={zoom.shrink}>
        −
      </Button>
      <Button aria-label={t("map.grow")} disabled={!zoom.canGrow} look="quiet" onClick={zoom.grow}>
        +
      </Button>
      <Button aria-disabled={zoom.isFitting || undefined} look="quiet" onClick={zoom.fit}>
        {t("map.fit")}
      </Button>
    </div>
  );
}
