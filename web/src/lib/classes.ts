/** The names of styles put together, without those that a module does not have or that do not hold now. */
export function classes(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(" ");
}
