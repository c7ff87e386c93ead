import { useTranslation } from "react-i18next";
import { Forecast } from "@/features/practice/Forecast";
import type { Overview } from "@/features/practice/queries";

/** When what was practised comes back. */
export function ComingBack({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation("practice");
  return (
    <>
      {overview.due_now > 0 ? <p>{t("summary.backDue", { count: overview.due_now })}</p> : null}
      <Forecast days={overview.forecast} />
    </>
  );
}
