import { useTranslation } from "react-i18next";
import { PSEUDO } from "@/lib/i18n";

const DAY_MS = 86_400_000;
const MEGABYTE = 1024 * 1024;

/** Figures, dates and spans of time as people write them in the language of the page. */
export function useFormat() {
  const { i18n } = useTranslation();
  return formats(regional(i18n.language === PSEUDO ? "en" : i18n.language));
}

/** The language as it is written where the reader lives, if their browser says so: dates differ more than words. */
export function regional(language: string, wished: readonly string[] = navigator.languages): string {
  const found = wished.find((tag) => tag.startsWith(`${language}-`));
  return found ?? (language === "en" ? "en-GB" : language);
}

/** The same for a language that is known. */
export function formats(locale: string) {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  return {
    number: (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value),
    /** A moment's time of day in some time zone. */
    timeIn: (moment: Date, timeZone: string) =>
      new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone }).format(moment),
    days: (count: number) =>
      new Intl.NumberFormat(locale, { style: "unit", unit: "day", unitDisplay: "long" }).format(count),
    percent: (share: number) => new Intl.NumberFormat(locale, { style: "percent" }).format(share),
    day: (moment: string | Date) =>
      new Intl.DateTimeFormat(locale, { day: "numeric", month: "long" }).format(asDate(moment)),
    /** A day in as few letters as an axis has room for. */
    dayShort: (moment: string | Date) =>
      new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" }).format(asDate(moment)),
    month: (moment: string | Date) =>
      new Intl.DateTimeFormat(locale, { month: "short" }).format(asDate(moment)),
    weekday: (moment: string | Date) =>
      new Intl.DateTimeFormat(locale, { weekday: "short" }).format(asDate(moment)),
    moment: (moment: string | Date) =>
      new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(asDate(moment)),
    /** Days from one moment to another, such as "tomorrow" or "in 3 days"; hours within a day. */
    fromNow: (moment: string | Date, now: Date) => {
      const difference = asDate(moment).getTime() - now.getTime();
      const [days, hours] = [Math.round(difference / DAY_MS), Math.round(difference / 3_600_000)];
      if (days !== 0) return relative.format(days, "day");
      return hours !== 0
        ? relative.format(hours, "hour")
        : relative.format(Math.round(difference / 60_000), "minute");
    },
    /** A number of days from today, such as "tomorrow". */
    inDays: (days: number) => relative.format(days, "day"),
    minutes: (count: number) =>
      new Intl.NumberFormat(locale, { style: "unit", unit: "minute", unitDisplay: "long" }).format(count),
    size: (bytes: number) => {
      const [value, unit] = bytes < MEGABYTE ? [bytes / 1024, "kilobyte"] : [bytes / MEGABYTE, "megabyte"];
      return new Intl.NumberFormat(locale, {
        style: "unit",
        unit,
        maximumFractionDigits: value < 10 ? 1 : 0,
      }).format(value);
    },
    language: (tag: string) => new Intl.DisplayNames([locale], { type: "language" }).of(tag) ?? tag,
    list: (words: readonly string[]) => new Intl.ListFormat(locale, { type: "conjunction" }).format(words),
  };
}

/** How many midnights lie between now and then, where the reader is. */
export function daysUntil(moment: string | Date, now: Date): number {
  const [then, today] = [asDate(moment), new Date(now)].map((date) => new Date(date).setHours(12, 0, 0, 0));
  return Math.round(((then ?? 0) - (today ?? 0)) / DAY_MS);
}

/** A day without a time ("2026-01-05") is that day where the reader is, not midnight in Greenwich. */
function asDate(moment: string | Date): Date {
  if (moment instanceof Date) return moment;
  return new Date(moment.length === 10 ? `${moment}T12:00` : moment);
}
