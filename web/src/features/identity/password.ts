/** What the server asks of a password and a browser can tell too; whether it is easy to guess, only the server knows. */
export type PasswordRule = "length" | "upper" | "lower" | "digit" | "special" | "personal";

export const MIN_LENGTH = 12;

// As the server: shorter words occur by chance in good passwords.
const PERSONAL_WORD = 4;

type Owner = { readonly email: string; readonly full_name: string };

/** The rules that a password does not keep yet. */
export function missing(password: string, owner: Owner): readonly PasswordRule[] {
  const text = password.normalize("NFC");
  const broken: Record<PasswordRule, boolean> = {
    length: [...text].length < MIN_LENGTH,
    upper: !/\p{Lu}/u.test(text),
    lower: !/\p{Ll}/u.test(text),
    digit: !/\p{Nd}/u.test(text),
    special: !/[^\p{L}\p{N}]/u.test(text),
    personal: isPersonal(text, owner),
  };
  return (Object.keys(broken) as PasswordRule[]).filter((rule) => broken[rule]);
}

function isPersonal(password: string, { email, full_name }: Owner): boolean {
  const folded = password.toLowerCase();
  const local = email.slice(0, Math.max(0, email.lastIndexOf("@"))).toLowerCase();
  const words = [local, ...local.split(/[^\p{L}]+/u), ...full_name.toLowerCase().split(/[^\p{L}\p{N}]+/u)];
  return words.some((word) => word.length >= PERSONAL_WORD && folded.includes(word));
}
