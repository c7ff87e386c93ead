import { Link, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { LanguageMenu } from "@/app/LanguageMenu";
import { Button } from "@/components/ui/Button";
import {
  HomeIcon,
  LibraryIcon,
  NewIcon,
  OfflineIcon,
  PractiseIcon,
  ProgressIcon,
  ReviewIcon,
} from "@/components/ui/icons";
import { useReachable } from "@/lib/connection";
import { useFormat } from "@/lib/format";
import { usePause, useSecondsUntil } from "@/lib/pauses";
import { takeNewVersion, useNewVersion } from "@/lib/updates";
import styles from "./Shell.module.css";

const PLACES = [
  { to: "/", key: "nav.home", Icon: HomeIcon },
  { to: "/library", key: "nav.library", Icon: LibraryIcon },
  { to: "/practise", key: "nav.practise", Icon: PractiseIcon },
  { to: "/review", key: "nav.review", Icon: ReviewIcon },
  { to: "/progress", key: "nav.progress", Icon: ProgressIcon },
] as const;

/** The places one learns at: above on a wide screen, below within reach of a thumb on a narrow one. */
export function Places() {
  const { t } = useTranslation();
  return (
    <nav aria-label={t("nav.label")} className={styles.places}>
      {PLACES.map(({ to, key, Icon }) => (
        <Link activeOptions={{ exact: to === "/" }} className={styles.place} key={to} to={to}>
          <Icon />
          <span>{t(key)}</span>
        </Link>
      ))}
    </nav>
  );
}

/** The way in; on the page that is the one, the other. */
export function Entrances() {
  const { t } = useTranslation();
  const isSigningIn = useRouterState({ select: ({ location }) => location.pathname === "/sign-in" });
  return (
    <nav aria-label={t("nav.label")} className={styles.entrances}>
      <LanguageMenu />
      {isSigningIn ? (
        <Link className={styles.entrance} to="/register">
          {t("nav.register")}
        </Link>
      ) : (
        <Link className={styles.entrance} to="/sign-in">
          {t("nav.signIn")}
        </Link>
      )}
    </nav>
  );
}

/** What has to be known on every page: that the connection is lost, that a newer version is here. */
export function Tidings() {
  const { t } = useTranslation();
  const isReachable = useReachable();
  const isNewer = useNewVersion();
  const pause = usePause();
  return (
    <div className={styles.tidings} role="status">
      {isReachable ? null : (
        <p className={styles.lost}>
          <OfflineIcon />
          <span>{t("connection.lost")}</span>
        </p>
      )}
      {pause ? <Pause until={pause} /> : null}
      {isNewer ? (
        <p className={styles.newer}>
          <NewIcon />
          <span>{t("update.here")}</span>
          <Button look="quiet" onClick={takeNewVersion}>
            {t("update.take")}
          </Button>
        </p>
      ) : null}
    </div>
  );
}

/** Lyceum was asked too often: it goes on by itself, and until when is told to those who look, second by second. */
function Pause({ until }: { readonly until: number }) {
  const { t } = useTranslation();
  const { span } = useFormat();
  const seconds = useSecondsUntil(until);
  return (
    <p className={styles.newer}>
      <span>{t("pause.text")}</span>{" "}
      <span aria-hidden="true">{t("pause.left", { span: span(seconds) })}</span>
    </p>
  );
}
