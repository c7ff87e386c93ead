const DAYS = 7;
const NOON = "T12:00:00Z";

/** Some days in columns of weeks that begin on Monday; a day that is not among them leaves its cell empty. */
export function weeksOf<Value extends { readonly day: string }>(
  days: readonly Value[],
): (Value | undefined)[][] {
  const weeks = new Map<string, (Value | undefined)[]>();
  for (const each of [...days].sort((one, other) => (one.day < other.day ? -1 : 1))) {
    const monday = mondayOf(each.day);
    const week = weeks.get(monday) ?? Array.from({ length: DAYS }, () => undefined);
    week[weekday(each.day)] = each;
    weeks.set(monday, week);
  }
  return [...weeks.values()];
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  return daysAfter(day, -weekday(day));
}

/** The day some days after another, or before it. */
export function daysAfter(day: string, count: number): string {
  const date = new Date(day + NOON);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** The rows a year of weeks is broken into where it does not fit into one: about equally long. */
export function rowsOf<Week>(weeks: readonly Week[], most: number): Week[][] {
  const count = Math.max(1, Math.ceil(weeks.length / Math.max(1, most)));
  const length = Math.ceil(weeks.length / count);
  return Array.from({ length: count }, (_, row) => weeks.slice(row * length, (row + 1) * length));
}

// So many answers, and a day is of that shade; fixed, so that a shade means the same in every year.
const SHADES = [1, 6, 12, 24];

/** The shade of a day with so many answers, from 0 for none to 4. */
export function shadeOf(answers: number): number {
  return SHADES.filter((least) => answers >= least).length;
}

/** 0 for Monday to 6 for Sunday. */
function weekday(day: string): number {
  return (new Date(day + NOON).getUTCDay() + DAYS - 1) % DAYS;
}
