"use server";

import { cookies } from "next/headers";
import { isPortalLocale, isTheme, localeCookie, themeCookie } from "@/lib/surfaces/portal/locales";

const oneYear = { maxAge: 31_536_000, path: "/", sameSite: "lax" } as const;

/** Remembers the chosen language in this browser. */
export async function chooseLocale(form: FormData): Promise<void> {
  const locale = form.get("locale");
  if (isPortalLocale(locale)) (await cookies()).set(localeCookie, locale, oneYear);
}

/** Remembers the chosen theme in this browser. */
export async function chooseTheme(form: FormData): Promise<void> {
  const theme = form.get("theme");
  if (isTheme(theme)) (await cookies()).set(themeCookie, theme, oneYear);
}
