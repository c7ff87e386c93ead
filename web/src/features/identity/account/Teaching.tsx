import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { Problem } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { useAccountChanges } from "@/features/identity/account/queries";
import type { Person } from "@/lib/person";

/** For who learns only: asking to teach, and taking that back; nothing for who may teach already. */
export function Teaching({ person }: { readonly person: Person }) {
  const { t } = useTranslation("account");
  const { askToTeach } = useAccountChanges();
  const asking = useMutation({
    mutationFn: askToTeach,
    onSuccess: (_, isWanted) => announce(t(isWanted ? "teaching.asked" : "teaching.taken")),
  });
  if (person.roles.some((role) => role !== "student")) return null;
  const isWaiting = person.teacher_requested;
  return (
    <Section lead={t(isWaiting ? "teaching.waits" : "teaching.what")} title={t("teaching.title")}>
      <div>
        <Button busy={asking.isPending} onClick={() => asking.mutate(!isWaiting)}>
          {t(isWaiting ? "teaching.back" : "teaching.ask")}
        </Button>
      </div>
      {asking.error ? <Problem error={asking.error} /> : null}
    </Section>
  );
}
