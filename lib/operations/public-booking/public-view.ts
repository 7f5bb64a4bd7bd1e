import { z } from "zod";
import { idField, instant, lineOfText } from "@/lib/kernel/fields";
import { momentText } from "../bookings/start-time";
import { dateField } from "../opening-hours/window";
import { emailField } from "../sign-up/sign-up";

/** What anybody may see of a business that publishes a booking page, and what a visitor sends. */

export const pageField = z
  .string()
  .min(1)
  .max(100)
  .meta({ description: "Last part of the page's address.", examples: ["stretch-and-breathe"] });

export const publicServiceField = idField("svc", "A service that the page shows.");
export const publicStaffField = idField("mem", "A person the page offers for the service.").optional();
export const publicHoldField = idField("hold", "The hold of this time, if the visitor has one.").optional();
export const publicAddOnsField = z
  .array(
    z
      .string()
      .max(64)
      .meta({ description: "Id of an add-on.", examples: ["addon_0OaZ3kP9x1yB7cD2eF4gH6jK"] }),
  )
  .max(20)
  .default([])
  .meta({ description: "Add-ons of the service.", examples: [[]] });
export const publicStartField = momentText.meta({
  description: "Start: an instant with Z.",
  examples: ["2026-05-12T10:30:00Z"],
});
export const lookFromField = dateField
  .optional()
  .meta({ description: "First date in zone; absent: the first with a free time.", examples: ["2026-05-12"] });
export const zoneField = z
  .string()
  .max(60)
  .refine(isZone, "must be an IANA time zone")
  .optional()
  .meta({ description: "Zone in which days are counted. Default: the business's.", examples: ["Europe/London"] });

/** Whether a text names a time zone that this server knows. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

/** Who books. A mailbox is needed: the confirmation goes there, and with it the link that moves or cancels. */
export const visitorFields = {
  name: lineOfText(1, 120).meta({ description: "Name of the visitor.", examples: ["Mei Chan"] }),
  email: emailField.meta({ description: "Mailbox of the visitor.", examples: ["mei@example.com"] }),
  phone: lineOfText(3, 40)
    .optional()
    .meta({ description: "Phone of the visitor.", examples: ["+852 9123 4567"] }),
  participants: z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .meta({ description: "People who come.", examples: [1] }),
  language: z
    .enum(["en", "zh-Hant"])
    .default("en")
    .meta({ description: "Language the visitor reads.", examples: ["zh-Hant"] }),
  marketing: z
    .boolean()
    .default(false)
    .meta({ description: "Whether the visitor asked for news by mail.", examples: [false] }),
  formToken: z
    .string()
    .max(200)
    .meta({
      description: "Proof of the form, from read_public_slot.",
      examples: ["m1abc.nonce.signature"],
      secret: true,
    }),
  website: z
    .string()
    .max(200)
    .default("")
    .meta({ description: "Stays empty: people do not see it.", examples: [""] }),
};

export const publicServiceView = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  category: z.string().nullable(),
  type: z.string(),
  durationMinutes: z.int(),
  /** Decimal text in `currency`, for one participant. */
  price: z.string(),
  currency: z.string(),
  capacity: z.int(),
  staff: z.array(z.object({ id: z.string(), name: z.string() })),
  addOns: z.array(z.object({ id: z.string(), name: z.string(), durationMinutes: z.int(), price: z.string() })),
});
export type PublicService = z.output<typeof publicServiceView>;

export const publicPageView = z.object({
  slug: z.string(),
  isOn: z.boolean(),
  businessName: z.string(),
  welcome: z.string().nullable(),
  address: z.string().nullable(),
  timezone: z.string(),
  currency: z.string(),
  language: z.string(),
  /** Changes with the logo; null without one. */
  logoVersion: z.int().nullable(),
  calendarStyle: z.enum(["month", "week", "list"]),
  services: z.array(publicServiceView),
});
export type PublicPage = z.output<typeof publicPageView>;

export const publicSlotView = z.object({
  startTime: instant,
  endTime: instant,
  available: z.boolean(),
  remaining: z.int(),
  staffName: z.string().nullable(),
  occurrenceId: z.string().nullable(),
});
export type PublicSlot = z.output<typeof publicSlotView>;
