import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";

type ShowMoreProps = {
  readonly isThere: boolean;
  readonly isLoading: boolean;
  readonly onMore: () => void;
  /** The list that grows: the focus goes on to what came in first. */
  readonly list?: RefObject<HTMLElement | null>;
  readonly children?: ReactNode;
};

/** Goes on with a list that comes in pages; nothing once it has ended. */
export function ShowMore({ isThere, isLoading, onMore, list, children }: ShowMoreProps) {
  const { t } = useTranslation();
  const seen = useRef<number>(undefined);
  useEffect(() => {
    const next = seen.current === undefined ? undefined : list?.current?.children[seen.current];
    if (!(next instanceof HTMLElement)) return;
    seen.current = undefined;
    next.tabIndex = -1;
    next.focus();
  });
  const goOn = () => {
    seen.current = list?.current?.children.length;
    onMore();
  };
  if (!isThere) return null;
  return (
    <p>
      <Button busy={isLoading} onClick={goOn}>
        {children ?? t("more")}
      </Button>
    </p>
  );
}
