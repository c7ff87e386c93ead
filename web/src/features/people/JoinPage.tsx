import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/ui/Button";
import { Page } from "@/components/ui/Page";
import { Actions } from "@/components/ui/Stack";
import { JoinForm } from "@/features/people/JoinForm";
import { useSecret } from "@/lib/fragment";
import { usePerson } from "@/lib/person";

const HERE = "/join";

/** Where the link of an invitation leads; whoever has no account yet makes one first, and comes back. */
export function JoinPage() {
  const { t } = useTranslation("people");
  const code = useSecret(HERE);
  const { data: person } = usePerson();
  return (
    <Page lead={person === null ? t("join.first") : t("join.lead")} title={t("join.title")} width="reading">
      {person === null ? (
        <Actions>
          <ButtonLink look="primary" search={{ next: HERE }} to="/register">
            {t("join.register")}
          </ButtonLink>
          <ButtonLink search={{ next: HERE }} to="/sign-in">
            {t("join.signIn")}
          </ButtonLink>
        </Actions>
      ) : null}
      {person ? <JoinForm code={code} key={code ?? ""} /> : null}
    </Page>
  );
}
