/** Every time zone the browser knows, and those that are in use though it does not list them. */
export function timeZones(...used: readonly string[]): readonly string[] {
  return [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", ...used])].sort();
}

/** The time zone of this browser. */
export function browserTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** The zone that is meant by what was typed, such as "berlin" or "new york"; none if it could be several. */
export function meantZone(typed: string, zones: readonly string[]): string | undefined {
  const wished = folded(typed);
  if (wished === "") return undefined;
  const exact = zones.find((zone) => folded(zone) === wished);
  if (exact !== undefined) return exact;
  const cities = zones.filter((zone) => folded(zone).split("/").at(-1) === wished);
  const like = cities.length > 0 ? cities : zones.filter((zone) => folded(zone).includes(wished));
  return like.length === 1 ? like[0] : undefined;
}

function folded(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, " ");
}
