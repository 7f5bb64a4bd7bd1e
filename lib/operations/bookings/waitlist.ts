import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { idField, instant } from "@/lib/kernel/fields";
import { spoken } from "./booking";

export const WAITLIST_STATUSES = ["waiting", "offered", "booked", "expired", "left"] as const;

export const entryIdField = idField("wait", "Id of a wait-list entry, from join_waitlist or list_waitlist.");
export const occurrenceIdField = z
  .string()
  .min(1)
  .max(64)
  .meta({
    description: "occurrenceId of one date of a class, from get_available_slots.",
    examples: ["occ_0OaZ3kP9x1yB7cD2eF4gH6jK_20260512"],
  });

export const waitlistView = z.object({
  id: z.string(),
  occurrenceId: z.string(),
  serviceName: z.string(),
  localStart: z.string(),
  customer: z.object({ accountId: z.string().nullable(), name: z.string() }),
  participants: z.int(),
  status: z.enum(WAITLIST_STATUSES),
  /** Until when an offered place is kept. */
  offeredUntil: instant.nullable(),
  localOfferedUntil: z.string().nullable(),
  bookingId: z.string().nullable(),
});

/** A freed place that is kept for somebody who waits. */
export const offerView = z.object({
  entryId: z.string(),
  name: z.string(),
  offeredUntil: instant,
  localOfferedUntil: z.string(),
  /** When they are told, in quiet hours; null: at once. */
  toldAt: instant.nullable(),
  localToldAt: z.string().nullable(),
});
export type OfferView = z.output<typeof offerView>;

export interface Offer {
  id: string;
  customerName: string;
  offeredUntil: Date;
  /** The end of the quiet hours in which the place became free; null: now. */
  toldAt: Date | null;
}

export function toOfferView({ id, customerName, offeredUntil, toldAt }: Offer, timezone: string): OfferView {
  return {
    entryId: id,
    name: customerName,
    offeredUntil: offeredUntil.toISOString(),
    localOfferedUntil: spoken(offeredUntil.getTime(), timezone),
    toldAt: toldAt?.toISOString() ?? null,
    localToldAt: toldAt && spoken(toldAt.getTime(), timezone),
  };
}

/** What a summary adds about kept places. */
export const offerWords = (offers: readonly OfferView[]) =>
  offers
    .map(({ name, localOfferedUntil, localToldAt }) => {
      const later = localToldAt ? `; quiet hours now: told ${localToldAt}` : "";
      return `. The place is kept for ${name} until ${localOfferedUntil}${later}`;
    })
    .join("");

export const withClass = {
  occurrence: { select: { startsAt: true, schedule: { select: { service: { select: { name: true } } } } } },
} as const;

interface EntryRow {
  id: string;
  occurrenceId: string;
  accountId: string | null;
  customerName: string;
  participants: number;
  status: string;
  offeredUntil: Date | null;
  bookingId: string | null;
  occurrence: { startsAt: Date; schedule: { service: { name: string } } };
}

export function toWaitlistView(row: EntryRow, timezone: string): z.output<typeof waitlistView> {
  return {
    id: row.id,
    occurrenceId: row.occurrenceId,
    serviceName: row.occurrence.schedule.service.name,
    localStart: spoken(row.occurrence.startsAt.getTime(), timezone),
    customer: { accountId: row.accountId, name: row.customerName },
    participants: row.participants,
    status: z.enum(WAITLIST_STATUSES).parse(row.status),
    offeredUntil: row.offeredUntil?.toISOString() ?? null,
    localOfferedUntil: row.offeredUntil && spoken(row.offeredUntil.getTime(), timezone),
    bookingId: row.bookingId,
  };
}

export const noEntry = () =>
  new OperationError("not_found", {
    message: "entryId: there is no such wait-list entry",
    hint: "list_waitlist shows who waits.",
    details: { field: "entryId" },
  });
