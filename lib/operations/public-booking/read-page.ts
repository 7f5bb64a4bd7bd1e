import "server-only";
import type { z } from "zod";
import { env } from "@/lib/env";
import type { TenantContext } from "@/lib/kernel/context";
import { type bookingPageView, GUEST_RULES, type GuestRule, slugOf, snippetOf } from "./booking-page";

export interface PageRow {
  slug: string;
  isOn: boolean;
  welcome: string | null;
  address: string | null;
  guests: GuestRule;
  frameAncestors: string[];
  version: number;
}

/** Services that the page shows to visitors. */
export function publishedWhere(guests: string) {
  const base = { status: "active", deletedAt: null, visibility: "public" };
  return guests === "where_allowed" ? { ...base, requireLogin: false } : base;
}

/** The company's page as its people see it; before anybody chose anything, a suggestion that is off. */
export async function readPage({ db, caller }: TenantContext): Promise<PageRow> {
  const { companyId, companyName } = caller.workspace;
  const row = await db.bookingPage.findFirst({ where: { companyId } });
  if (row) return { ...row, guests: GUEST_RULES.find((known) => known === row.guests) ?? "all" };
  const nothing = { isOn: false, welcome: null, address: null, guests: "all" as const, frameAncestors: [], version: 0 };
  return { slug: slugOf(companyName, companyId.slice(-6).toLowerCase()), ...nothing };
}

/** A page with its address, its snippet and how much it offers. */
export async function toPageView(context: TenantContext, page: PageRow): Promise<z.output<typeof bookingPageView>> {
  const { appUrl } = env();
  const publishedServices = await context.db.service.count({ where: publishedWhere(page.guests) });
  return {
    ...page,
    url: `${appUrl}/book/${page.slug}`,
    embedSnippet: snippetOf(appUrl, page.slug),
    publishedServices,
  };
}
