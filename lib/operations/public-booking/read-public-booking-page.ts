import "server-only";
import { z } from "zod";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { readSettings } from "../booking-settings/read-settings";
import { findPage, pageLine, withPage } from "./enter-page";
import { pageField, publicPageView } from "./public-view";
import { publishedServices } from "./published";

export const readPublicBookingPage = defineSystemOperation({
  name: "read_public_booking_page",
  title: "Read a public booking page",
  description:
    "Shows anybody what a business publishes on its booking page: name, texts and the services that visitors can book. A page that is off shows its name only.",
  area: "bookings",
  effect: "read",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({ slug: pageField }),
  output: publicPageView,
  renderType: "record",
  summary: pageLine,

  async run(context, { slug }) {
    const found = await findPage(context, slug);
    const { companyName, timezone, currency, language } = found.workspace;
    const about = { slug: found.slug, businessName: companyName, timezone, currency, language };
    const nothing = { welcome: null, address: null, logoVersion: null, calendarStyle: "week" as const, services: [] };
    if (!found.isOn) return { ...about, isOn: false, ...nothing };
    return withPage(context, slug, async (tenant, page) => {
      const [{ settings }, services] = await Promise.all([readSettings(tenant), publishedServices(tenant, page)]);
      const { welcome, address, logoVersion } = page;
      const { calendarStyle } = settings;
      return { ...about, isOn: true, welcome, address, logoVersion, calendarStyle, services };
    });
  },
});
