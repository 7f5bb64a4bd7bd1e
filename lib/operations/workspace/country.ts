import { getCountry, getTimezone } from "countries-and-timezones";
import toCurrency from "country-to-currency";

/** What a country decides for a new company. */
export interface CountryDefaults {
  timezone: string;
  currency: string;
  /** Interface and mail language: one that the product speaks. */
  language: "en" | "zh-Hant";
  phoneRegion: string | null;
  /** 0 = Sunday … 6 = Saturday. */
  weekStartsOn: number;
}

/** Where most people of a country with several zones live; the others have one zone, or their first is right. */
const MAIN_ZONE: Record<string, string> = {
  AR: "America/Argentina/Buenos_Aires",
  AU: "Australia/Sydney",
  BR: "America/Sao_Paulo",
  CA: "America/Toronto",
  CD: "Africa/Kinshasa",
  CL: "America/Santiago",
  CN: "Asia/Shanghai",
  CY: "Asia/Nicosia",
  DE: "Europe/Berlin",
  EC: "America/Guayaquil",
  ES: "Europe/Madrid",
  FM: "Pacific/Pohnpei",
  GL: "America/Nuuk",
  ID: "Asia/Jakarta",
  KI: "Pacific/Tarawa",
  KZ: "Asia/Almaty",
  MN: "Asia/Ulaanbaatar",
  MX: "America/Mexico_City",
  MY: "Asia/Kuala_Lumpur",
  NZ: "Pacific/Auckland",
  PF: "Pacific/Tahiti",
  PG: "Pacific/Port_Moresby",
  PS: "Asia/Gaza",
  PT: "Europe/Lisbon",
  RU: "Europe/Moscow",
  UA: "Europe/Kyiv",
  US: "America/New_York",
  UZ: "Asia/Tashkent",
};

const FALLBACK: CountryDefaults = {
  timezone: "UTC",
  currency: "USD",
  language: "en",
  phoneRegion: null,
  weekStartsOn: 1,
};

/** Whether this is an ISO 3166-1 alpha-2 code in use. */
export function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && getCountry(code) !== null;
}

/** Whether this is a zone of the IANA database that this runtime knows. */
export function isTimezone(zone: string): boolean {
  if (!/^[A-Za-z0-9_+\-/]{1,64}$/.test(zone) || /^[+-]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return getTimezone(zone) !== null || zone === "UTC";
  } catch {
    return false;
  }
}

/** Defaults for a country, or for none: UTC, US dollars, English, weeks from Monday. */
export function defaultsOf(country: string | null): CountryDefaults {
  const known = country === null ? null : getCountry(country);
  if (!known) return FALLBACK;
  const locale = new Intl.Locale(`und-${known.id}`).maximize();
  return {
    timezone: MAIN_ZONE[known.id] ?? known.timezones[0] ?? FALLBACK.timezone,
    currency: (toCurrency as Record<string, string>)[known.id] ?? FALLBACK.currency,
    language: locale.language === "zh" && locale.script === "Hant" ? "zh-Hant" : "en",
    phoneRegion: known.id,
    weekStartsOn: weekStart(locale),
  };
}

function weekStart(locale: Intl.Locale): number {
  const { weekInfo, getWeekInfo } = locale as Intl.Locale & {
    weekInfo?: { firstDay: number };
    getWeekInfo?: () => { firstDay: number };
  };
  // Node 20 has the property, later ones the method; ISO counts Sunday as 7, we count it as 0.
  const firstDay = getWeekInfo?.call(locale).firstDay ?? weekInfo?.firstDay ?? FALLBACK.weekStartsOn;
  return firstDay % 7;
}
