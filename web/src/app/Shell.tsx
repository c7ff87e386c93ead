import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { AccountMenu } from "@/app/AccountMenu";
import { Entrances, Places, Tidings } from "@/app/Bars";
import { useKeys, useKeysOn } from "@/app/keys";
import { useComingAndGoing } from "@/app/useComingAndGoing";
import { useLeaving } from "@/app/useLeaving";
import { Announcer } from "@/components/ui/Announcer";
import { SearchIcon } from "@/components/ui/icons";
import { useSendingOfAnswers } from "@/lib/answers";
import { usePerson, useTheirChoices } from "@/lib/person";
import { useProving } from "@/lib/proving";
import { seemsSignedIn } from "@/lib/session";
import { useMustSignInAgain } from "@/lib/signingInAgain";
import styles from "./Shell.module.css";

// Seldom needed, so not fetched with the first page.
const KeyboardHelp = lazy(async () => ({ default: (await import("@/app/KeyboardHelp")).KeyboardHelp }));
const LeaveDialog = lazy(async () => ({ default: (await import("@/app/LeaveDialog")).LeaveDialog }));
const ProveItIsYou = lazy(async () => ({ default: (await import("@/app/ProveItIsYou")).ProveItIsYou }));
const SignInAgain = lazy(async () => ({ default: (await import("@/app/SignInAgain")).SignInAgain }));

/** What stands around every page. */
export function Shell() {
  const { t } = useTranslation();
  const { data: person } = usePerson();
  const isSomebody = person === undefined ? seemsSignedIn() : person !== null;
  // A session of questions has the page to itself.
  const isSession = useRouterState({
    select: ({ location }) => /^\/sessions\/[^/]+$/.test(location.pathname),
  });
  const [isHelpOpen, setHelpOpen] = useState(false);
  const openHelp = useCallback(() => setHelpOpen(true), []);
  useTheirChoices(person);
  useComingAndGoing(person);
  useSendingOfAnswers();
  useKeys(useKeysOn() && isSomebody && !isSession, openHelp);
  const leaving = useLeaving();
  const way = useProving();
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t("skip")}
      </a>
      <LoadingLine />
      <header className={styles.bar}>
        <Link className={styles.name} to="/">
          <img alt="" height="28" src="/icon.svg" width="28" />
          Lyceum
        </Link>
        {isSomebody ? null : <Entrances />}
        {isSomebody && !isSession ? (
          <>
            <Places />
            <div className={styles.tools}>
              <Link aria-label={t("nav.search")} className={styles.tool} to="/search">
                <SearchIcon />
              </Link>
              <AccountMenu onHelp={openHelp} onSignOut={leaving.begin} person={person ?? undefined} />
            </div>
          </>
        ) : null}
      </header>
      <Tidings />
      <main className={styles.content} id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <Suspense>
        {leaving.dialog ? <LeaveDialog {...leaving.dialog} /> : null}
        {isHelpOpen ? <KeyboardHelp onClose={() => setHelpOpen(false)} /> : null}
        {way ? <ProveItIsYou way={way} /> : null}
        {useMustSignInAgain() ? <SignInAgain person={person} /> : null}
      </Suspense>
      <Announcer />
    </div>
  );
}

/** A thin line while a page is on its way; not for those that are there at once. */
function LoadingLine() {
  const isLoading = useRouterState({ select: ({ status }) => status === "pending" });
  return isLoading ? <div aria-hidden="true" className={styles.loading} /> : null;
}
