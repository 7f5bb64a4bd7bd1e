import { cookies } from "next/headers";
import type { BookQuery } from "@/components/book/address";
import { isZone } from "@/lib/operations/public-booking/public-view";
import { isPortalLocale } from "@/lib/surfaces/portal/locales";

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/;
const ID = /^[a-z]+_[0-9A-Za-z]{24}$/;
const isDay = (text: string) => DATE.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

/** What a page's address carries, without what could not have come from us. The zone may be remembered in a cookie. */
export async function readQuery(searchParams: SearchParams): Promise<BookQuery> {
  const raw = await searchParams;
  const take = (name: string, fits: (text: string) => boolean) => {
    const value = raw[name];
    return typeof value === "string" && fits(value) ? value : undefined;
  };
  const addOns = [raw.addOn ?? []].flat().filter((id) => ID.test(id));
  const remembered = (await cookies()).get("zone")?.value;
  return {
    lang: take("lang", isPortalLocale),
    zone: take("zone", isZone) ?? (remembered && isZone(remembered) ? remembered : undefined),
    staff: take("staff", (text) => ID.test(text)),
    addOns,
    from: take("from", isDay),
    day: take("day", isDay),
    start: take("start", (text) => INSTANT.test(text) && !Number.isNaN(Date.parse(text))),
    hold: take("hold", (text) => ID.test(text)),
    until: take("until", (text) => INSTANT.test(text)),
    mode: take("mode", (text) => ["wait", "waiting", "mailed"].includes(text)),
    refused: take("refused", (text) => /^[A-Za-z_]{3,40}$/.test(text)),
    token: take("token", (text) => text.length < 300),
  };
}
