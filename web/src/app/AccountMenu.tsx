import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { GroupIcon, KeyboardIcon, LeaveIcon, PersonIcon, SettingsIcon } from "@/components/ui/icons";
import { Menu } from "@/components/ui/Menu";
import type { Person } from "@/lib/person";
import styles from "./Shell.module.css";

type AccountMenuProps = {
  readonly person: Person | undefined;
  readonly onHelp: () => void;
  readonly onSignOut: () => void;
};

/** What concerns the person, not what they learn. */
export function AccountMenu({ person, onHelp, onSignOut }: AccountMenuProps) {
  const { t } = useTranslation();
  return (
    <Menu face={<PersonIcon />} label={t("account.label")}>
      {person ? (
        <p className={styles.who}>
          <strong>{person.display_name}</strong>
          <span>{person.email}</span>
        </p>
      ) : null}
      <Link to="/account">
        <PersonIcon />
        {t("nav.account")}
      </Link>
      <Link to="/people">
        <GroupIcon />
        {t("nav.people")}
      </Link>
      <Link to="/settings">
        <SettingsIcon />
        {t("nav.settings")}
      </Link>
      <button onClick={onHelp} type="button">
        <KeyboardIcon />
        {t("keys.title")}
      </button>
      <button onClick={onSignOut} type="button">
        <LeaveIcon />
        {t("account.signOut")}
      </button>
    </Menu>
  );
}
