/** Languages people can choose. `en-XA` is a pseudo language that shows text which no message file covers. */
export const locales = ["en", "zh-Hant"] as const;
export type PortalLocale = (typeof locales)[number];
export const pseudoLocale = "en-XA";
export const localeCookie = "locale";
export const themeCookie = "theme";
export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export function isPortalLocale(value: unknown): value is PortalLocale {
  return locales.some((locale) => locale === value);
}

export function isTheme(value: unknown): value is Theme {
  return themes.some((theme) => theme === value);
}

/** The language that fits an Accept-Language header best; any Chinese reader is served Traditional Chinese. */
export function preferredLocale(acceptLanguage: string | null): PortalLocale {
  for (const part of (acceptLanguage ?? "").split(",")) {
    const tag = part.split(";")[0]?.trim().toLowerCase() ?? "";
    if (tag.startsWith("zh") || tag.startsWith("yue")) return "zh-Hant";
    if (tag.startsWith("en")) return "en";
  }
  return "en";
}
