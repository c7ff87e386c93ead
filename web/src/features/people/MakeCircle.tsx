import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { PlusIcon } from "@/components/ui/icons";
import { CircleDialog } from "@/features/people/CircleDialog";
import { PAGE_OF } from "@/features/people/links";
import { type Kind, usePeopleChanges } from "@/features/people/queries";

/** Makes a class, a group or an organisation, and opens its page. */
export function MakeCircle({ kind }: { readonly kind: Kind }) {
  const { t } = useTranslation("people");
  const navigate = useNavigate();
  const { makeClass, makeGroup, makeOrganisation } = usePeopleChanges();
  const [isOpen, setOpen] = useState(false);
  const make = { class: makeClass, group: makeGroup, organisation: makeOrganisation }[kind];
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <PlusIcon />
        {t(`make.${kind}`)}
      </Button>
      {isOpen ? (
        <CircleDialog
          kind={kind}
          onClose={() => setOpen(false)}
          onSave={async (text) => {
            const { id } = await make(text);
            await navigate({ to: PAGE_OF[kind], params: { circleId: id } });
          }}
        />
      ) : null}
    </>
  );
}
