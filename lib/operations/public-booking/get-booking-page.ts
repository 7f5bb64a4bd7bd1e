import "server-only";
import { z } from "zod";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { bookingPageView } from "./booking-page";
import { readPage, toPageView } from "./read-page";

export const getBookingPage = defineOperation({
  name: "get_booking_page",
  title: "Get the public booking page",
  description:
    "Shows the page on which anybody books with this company: its address, whether it is on, its texts, which websites may show it, and the HTML that embeds it. update_booking_page changes it. Version 0 means nobody chose anything yet and the page is off.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({}),
  output: bookingPageView,
  renderType: "record",
  summary: ({ isOn, url, publishedServices }) =>
    `${isOn ? "On" : "Off"}: ${url}, ${countOf(publishedServices, "service")}`,

  async run(context) {
    return toPageView(context, await readPage(context));
  },
});
