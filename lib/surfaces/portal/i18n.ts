import "server-only";
import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { getMyProfile } from "@/lib/operations/profile/get-my-profile";
import { attempt } from "@/lib/surfaces/portal/call";
import {
  isPortalLocale,
  localeCookie,
  type PortalLocale,
  preferredLocale,
  pseudoLocale,
} from "@/lib/surfaces/portal/locales";
import { pseudoMessages } from "@/lib/surfaces/portal/pseudo";
import { currentCaller } from "@/lib/surfaces/portal/session";
import en from "@/messages/en";
import zhHant from "@/messages/zh-Hant";

const catalogues = { en, "zh-Hant": zhHant };

/** What the signed-in person chose on another browser. The database may be away; a page still has a language. */
async function personalLocale(): Promise<PortalLocale | null> {
  const caller = await currentCaller().catch(() => undefined);
  if (!caller?.userId) return null;
  const profile = await attempt(getMyProfile, {}).catch(() => undefined);
  return profile?.ok ? profile.answer.data.locale : null;
}

async function chosenLocale() {
  const inAddress = (await headers()).get("x-favcrm-language");
  if (isPortalLocale(inAddress)) return inAddress;
  const cookie = (await cookies()).get(localeCookie)?.value;
  if (cookie === pseudoLocale || isPortalLocale(cookie)) return cookie;
  return (await personalLocale()) ?? preferredLocale((await headers()).get("accept-language"));
}

/** The current company's zone; UTC for visitors, and while the database is away. */
async function timeZone(): Promise<string> {
  const caller = await currentCaller().catch(() => undefined);
  return caller?.workspace?.timezone ?? "UTC";
}

export default getRequestConfig(async () => {
  const locale = await chosenLocale();
  const messages = locale === pseudoLocale ? pseudoMessages(en) : catalogues[locale];
  return { locale: locale === pseudoLocale ? "en" : locale, messages, timeZone: await timeZone() };
});
