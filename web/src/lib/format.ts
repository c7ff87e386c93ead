import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { PSEUDO } from "@/lib/i18n";
import { personQuery } from "@/lib/person";

const DAY_MS = 86_400_000;
const MEGABYTE = 1024 * 1024;

/**
 * Figures, dates and spans of time as people write them in the language of the page.
 *
 * Days begin and end in the time zone that the person has chosen, as they do for what is due.
 */
export function useFormat() {
  const { i18n } = useTranslation();
  const { data: zone } = useQuery({ ...personQuery, enabled: false, select: (person) => person?.time_zone });
  return formats(regional(i18n.language === PSEUDO ? "en" : i18n.language), zone);
}

/** The language as it is written where the reader lives, if their browser says so: dates differ more than words. */
export function regional(language: string, wished: readonly string[] = navigator.languages): string {
  const found = wished.find((tag) => tag.startsWith(`${language}-`));
  return found ?? (language === "en" ? "en-GB" : language);
}

/** The same for a language and a time zone that are known; without one, the browser's. */
export function formats(locale: string, timeZone?: string) {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const dated = (moment: string | Date, options: Intl.DateTimeFormatOptions) => {
    const placed = isDay(moment) ? { ...options, timeZone: "UTC" } : { ...options, timeZone };
    return new Intl.DateTimeFormat(locale, placed).format(asDate(moment));
  };
  return {
    number: (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value),
    /** With so many digits after the point, also where they are zeros. */
    precise: (value: number, digits: number) =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
        value,
      ),
    /** A moment's time of day in some time zone. */
    timeIn: (moment: Date, zone: string) =>
      new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone: zone }).format(moment),
    days: (count: number) =>
      new Intl.NumberFormat(locale, { style: "unit", unit: "day", unitDisplay: "long" }).format(count),
    percent: (share: number) => new Intl.NumberFormat(locale, { style: "percent" }).format(share),
    day: (moment: string | Date) => dated(moment, { day: "numeric", month: "long" }),
    /** A day in as few letters as an axis has room for. */
    dayShort: (moment: string | Date) => dated(moment, { day: "numeric", month: "short" }),
    month: (moment: string | Date) => dated(moment, { month: "short" }),
    weekday: (moment: string | Date) => dated(moment, { weekday: "short" }),
    moment: (moment: string | Date) => dated(moment, { dateStyle: "medium", timeStyle: "short" }),
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
    /** How many midnights lie between now and then. */
    daysUntil: (moment: string | Date, now: Date) =>
      (Date.parse(dayOf(moment, timeZone)) - Date.parse(dayOf(now, timeZone))) / DAY_MS,
    /** The day it is, such as "2026-01-05". */
    today: () => dayOf(new Date(), timeZone),
    /** So many seconds; minutes where there are many. */
    span: (seconds: number) => {
      const unit = seconds < 100 ? "second" : "minute";
      const count = unit === "second" ? seconds : Math.ceil(seconds / 60);
      return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(count);
    },
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

/** The day that a moment falls on in a time zone, such as "2026-01-05". */
function dayOf(moment: string | Date, timeZone: string | undefined): string {
  if (isDay(moment)) return moment;
  const parts = new Intl.DateTimeFormat("en", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    timeZone,
  });
  const found = new Map(parts.formatToParts(asDate(moment)).map(({ type, value }) => [type, value]));
  return `${found.get("year")}-${found.get("month")}-${found.get("day")}`;
}

/** A day without a time ("2026-01-05") is that day in every zone. */
function isDay(moment: string | Date): moment is string {
  return typeof moment === "string" && moment.length === "2026-01-05".length;
}

function asDate(moment: string | Date): Date {
  return moment instanceof Date ? moment : new Date(isDay(moment) ? `${moment}T12:00Z` : moment);
}
