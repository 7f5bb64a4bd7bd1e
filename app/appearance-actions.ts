"use server";

import { updateMyProfile } from "@/lib/operations/profile/update-my-profile";
import { call } from "@/lib/surfaces/portal/call";
import { isPortalLocale, isTheme } from "@/lib/surfaces/portal/locales";
import { rememberLocale, rememberTheme } from "@/lib/surfaces/portal/preferences";
import { currentCaller } from "@/lib/surfaces/portal/session";

/** Remembers the chosen language in this browser and, when somebody is signed in, for the person. */
export async function chooseLocale(form: FormData): Promise<void> {
  const locale = form.get("locale");
  if (!isPortalLocale(locale)) return;
  await rememberLocale(locale);
  if ((await currentCaller()).userId) await call(updateMyProfile, { locale });
}

/** Remembers the chosen theme in this browser. */
export async function chooseTheme(form: FormData): Promise<void> {
  const theme = form.get("theme");
  if (isTheme(theme)) await rememberTheme(theme);
}
