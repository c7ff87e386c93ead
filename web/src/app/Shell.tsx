import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Announcer } from "@/components/ui/Announcer";
import {
  HomeIcon,
  LibraryIcon,
  OfflineIcon,
  PractiseIcon,
  ProgressIcon,
  ReviewIcon,
  SettingsIcon,
} from "@/components/ui/icons";
import { useReachable } from "@/lib/connection";
import { usePerson } from "@/lib/person";
import styles from "./Shell.module.css";

const PLACES = [
  { to: "/", key: "nav.home", Icon: HomeIcon },
  { to: "/library", key: "nav.library", Icon: LibraryIcon },
  { to: "/practise", key: "nav.practise", Icon: PractiseIcon },
  { to: "/review", key: "nav.review", Icon: ReviewIcon },
  { to: "/progress", key: "nav.progress", Icon: ProgressIcon },
  { to: "/settings", key: "nav.settings", Icon: SettingsIcon },
] as const;

/** What stands around every page. */
export function Shell() {
  const { t } = useTranslation();
  const { data: person } = usePerson();
  // A session of questions has the page to itself.
  const isSession = useRouterState({
    select: ({ location }) => /^\/sessions\/[^/]+$/.test(location.pathname),
  });
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t("skip")}
      </a>
      <header className={styles.bar}>
        <Link className={styles.name} to="/">
          <img alt="" height="28" src="/icon.svg" width="28" />
          Lyceum
        </Link>
        {person ? isSession ? null : <Places /> : <Entrances />}
      </header>
      <Connection />
      <main className={styles.content} id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <Announcer />
    </div>
  );
}

function Places() {
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

function Entrances() {
  const { t } = useTranslation();
  return (
    <nav aria-label={t("nav.label")} className={styles.entrances}>
      <Link className={styles.entrance} to="/sign-in">
        {t("nav.signIn")}
      </Link>
      <Link className={styles.entrance} to="/register">
        {t("nav.register")}
      </Link>
    </nav>
  );
}

function Connection() {
  const { t } = useTranslation();
  const isReachable = useReachable();
  return (
    <div className={styles.connection} role="status">
      {isReachable ? null : (
        <p className={styles.lost}>
          <OfflineIcon />
          {t("connection.lost")}
        </p>
      )}
    </div>
  );
}
