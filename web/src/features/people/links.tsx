import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/ui/Button";
import type { Circle, Kind } from "@/features/people/queries";
import styles from "./People.module.css";

/** The page of a circle of each kind. */
export const PAGE_OF = {
  class: "/classes/$circleId",
  group: "/groups/$circleId",
  organisation: "/organisations/$circleId",
} as const satisfies Record<Kind, string>;

/** Leads to a circle. */
export function CircleLink({ kind, circle: { id, name } }: { readonly kind: Kind; readonly circle: Circle }) {
  return (
    <Link params={{ circleId: id }} to={PAGE_OF[kind]}>
      {name}
    </Link>
  );
}

type PersonProps = { readonly personId: string; readonly name: string };

/** Leads to how one stands to somebody. */
export function PersonLink({ personId, name }: PersonProps) {
  return (
    <Link className={styles.person} params={{ personId }} to="/people/$personId">
      {name}
    </Link>
  );
}

/** Leads to what somebody knows, for who may see it. */
export function ProgressLink({ personId, name }: PersonProps) {
  const { t } = useTranslation("people");
  return (
    <ButtonLink aria-label={t("progress.of", { name })} params={{ personId }} to="/people/$personId/progress">
      {t("progress.do")}
    </ButtonLink>
  );
}
