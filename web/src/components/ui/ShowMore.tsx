import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";

type ShowMoreProps = {
  readonly isThere: boolean;
  readonly isLoading: boolean;
  readonly onMore: () => void;
  readonly children?: ReactNode;
};

/** Goes on with a list that comes in pages; nothing once it has ended. */
export function ShowMore({ isThere, isLoading, onMore, children }: ShowMoreProps) {
  const { t } = useTranslation();
  if (!isThere) return null;
  return (
    <p>
      <Button busy={isLoading} onClick={onMore}>
        {children ?? t("more")}
      </Button>
    </p>
  );
}
