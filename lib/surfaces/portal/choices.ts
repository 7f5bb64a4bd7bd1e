import "server-only";
import { getAllCountries, getAllTimezones } from "countries-and-timezones";
import { getLocale, getTranslations } from "next-intl/server";
import { INDUSTRIES } from "@/lib/operations/sign-up/sign-up";

type Choice = { value: string; label: string };

async function sorted(choices: Choice[]): Promise<Choice[]> {
  const { compare } = new Intl.Collator(await getLocale());
  return choices.sort((a, b) => compare(a.label, b.label));
}

async function namesOf(type: "region" | "currency") {
  const names = new Intl.DisplayNames(await getLocale(), { type });
  return (code: string) => names.of(code) ?? code;
}

/** Every country, by its name in the reader's language. */
export async function countryChoices(): Promise<Choice[]> {
  const nameOf = await namesOf("region");
  return sorted(Object.keys(getAllCountries()).map((code) => ({ value: code, label: nameOf(code) })));
}

/** Every currency in use, by its name in the reader's language. */
export async function currencyChoices(): Promise<Choice[]> {
  const nameOf = await namesOf("currency");
  return sorted(
    Intl.supportedValuesOf("currency").map((code) => ({ value: code, label: `${nameOf(code)} (${code})` })),
  );
}

/** Every time zone that a country uses, by its IANA name. */
export function timezoneChoices(): Choice[] {
  const names = Object.values(getAllTimezones()).filter((zone) => zone.aliasOf === null && zone.name.includes("/"));
  return [
    { value: "UTC", label: "UTC" },
    ...names.map(({ name }) => ({ value: name, label: name.replaceAll("_", " ") })),
  ];
}

/** The kinds of business, in the reader's language. */
export async function industryChoices(): Promise<Choice[]> {
  const t = await getTranslations("auth.industries");
  return INDUSTRIES.map((value) => ({ value, label: t(value) }));
}

const LANGUAGES = [
  ...["zh-Hant", "zh-Hant-HK", "zh-Hans", "en", "ja", "ko", "fr", "de", "es", "pt", "it", "nl", "ru", "ar", "he", "fa"],
  ...["hi", "ur", "bn", "ne", "th", "vi", "id", "ms", "fil"],
];

/** Languages that customers may read, by their names in the reader's own; `also` are tags that are in use already. */
export async function languageChoices(also: readonly (string | null)[] = []): Promise<Choice[]> {
  const names = new Intl.DisplayNames(await getLocale(), { type: "language" });
  const tags = new Set([...LANGUAGES, ...also.filter((tag) => tag !== null)]);
  return sorted([...tags].map((tag) => ({ value: tag, label: names.of(tag) ?? tag })));
}
