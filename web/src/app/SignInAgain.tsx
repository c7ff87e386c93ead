import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/ui/Dialog";
import { Skeleton } from "@/components/ui/Skeleton";
import { farewell, type Person, welcome } from "@/lib/person";
import { endWaiting } from "@/lib/signingInAgain";

const SignInForm = lazy(async () => ({
  default: (await import("@/features/identity/SignInForm")).SignInForm,
}));

/** Asks for the password again where a sign-in has run out; the page behind it stays as it is. */
export function SignInAgain({ person }: { readonly person: Person | null | undefined }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const leave = () => {
    endWaiting(false);
    void farewell(queries);
  };
  const entered = (who: Person) => {
    // Somebody else has their own pages.
    if (who.id !== person?.id) welcome(queries, who);
    endWaiting(who.id === person?.id);
  };
  return (
    <Dialog isOpen onClose={leave} title={t("again.title")}>
      <p>{t("again.lead")}</p>
      <Suspense fallback={<Skeleton />}>
        <SignInForm {...(person ? { email: person.email } : {})} onEntered={entered} />
      </Suspense>
    </Dialog>
  );
}
