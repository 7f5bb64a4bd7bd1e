import "server-only";
import { cookies } from "next/headers";
import { localeCookie, type PortalLocale, type Theme, themeCookie } from "./locales";

const oneYear = { maxAge: 31_536_000, path: "/", sameSite: "lax" } as const;

/** Keeps the language in this browser; null goes back to what the browser itself prefers. */
export async function rememberLocale(locale: PortalLocale | null): Promise<void> {
  const store = await cookies();
  if (locale) store.set(localeCookie, locale, oneYear);
  else store.delete(localeCookie);
}

/** Keeps the theme in this browser. */
export async function rememberTheme(theme: Theme): Promise<void> {
  (await cookies()).set(themeCookie, theme, oneYear);
}
