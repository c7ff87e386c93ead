import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { answer, api, type Schemas } from "@/lib/api";
import { shownAppearance } from "@/lib/appearance";
import { ApiError } from "@/lib/errors";
import { currentLanguage } from "@/lib/i18n";
import { ownPath } from "@/lib/ownPath";
import { type Person, usePerson, welcome } from "@/lib/person";

export type NewAccount = {
  readonly full_name: string;
  readonly email: string;
  readonly password: string;
  /** Who wants to teach learns until somebody who administers has agreed. */
  readonly isToTeach: boolean;
};
export type Entry = { readonly email: string; readonly password: string };

// What the API says of a field without naming it in `fields`.
const FIELD_OF: Record<string, string> = {
  EMAIL_TAKEN: "email",
  EMAIL_INVALID: "email",
  FULL_NAME_INVALID: "full_name",
  EMAIL_UNCHANGED: "email",
  PASSWORD_TOO_WEAK: "password",
  PASSWORD_WRONG: "current_password",
};

/** Makes an account with the language and the looks of the page, and the time zone of the browser. */
export async function register(account: NewAccount): Promise<Person> {
  return (await answer(api.POST("/api/v1/auth/register", { body: described(account) }))).user;
}

function described({ isToTeach, ...account }: NewAccount): Schemas["RegisterRequest"] {
  const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  return {
    ...account,
    ...shownAppearance(),
    language: currentLanguage(),
    time_zone,
    session: "cookie",
    user_type: isToTeach ? "teacher" : "student",
  };
}

/** Signs in. */
export async function signIn(entry: Entry): Promise<Person> {
  return (await answer(api.POST("/api/v1/auth/login", { body: { ...entry, session: "cookie" } }))).user;
}

/** What the API finds wrong with each field, by its name; empty if the refusal is about no field. */
export function wrongFields(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof ApiError)) return {};
  const field = FIELD_OF[error.code];
  return field === undefined ? error.fields : { [field]: error.message };
}

/** Takes the person in, once there is one, and goes on to where they wanted to be. */
export function useEntering(next: string | undefined): (person: Person) => void {
  const queries = useQueryClient();
  const router = useRouter();
  const { data: person } = usePerson();
  useEffect(() => {
    if (person) router.history.replace(ownPath(next));
  }, [person, next, router]);
  return (entered) => welcome(queries, entered);
}
