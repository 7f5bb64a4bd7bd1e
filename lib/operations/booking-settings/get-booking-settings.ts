import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { bookingSettings } from "./booking-settings";
import { readSettings } from "./read-settings";

export const getBookingSettings = defineOperation({
  name: "get_booking_settings",
  title: "Get booking settings",
  description:
    "Shows how the company takes bookings: confirmation, notice, horizon, cancellation rules, reminders, the booking page.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({}),
  output: z.object({ settings: bookingSettings, version: z.int() }),
  renderType: "record",
  summary: () => "Booking settings",

  async run(context) {
    return readSettings(context);
  },
});
