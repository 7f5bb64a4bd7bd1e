import { z } from "zod";
import { idField, instant } from "@/lib/kernel/fields";
import { toDecimal } from "@/lib/kernel/money";
import { dayOfWeek, wallTime } from "./local-time";

export const BOOKING_STATUSES = ["pending", "confirmed", "cancelled", "completed", "no_show"] as const;

/** Statuses that hold their slot. */
export const HOLDING = ["pending", "confirmed"] as const;
export const isHolding = (status: string) => HOLDING.some((each) => each === status);

export const bookingIdField = idField("bkg", "Id of a booking, from list_bookings.");

/** What takes back how a booking went: the status from before comes back with it. */
export const backInput = z.strictObject({
  bookingId: bookingIdField,
  status: z
    .enum(HOLDING)
    .default("confirmed")
    .meta({ description: "The status it gets back.", examples: ["confirmed"] }),
});

export const slotView = z.object({
  startTime: instant,
  endTime: instant,
  /** Wall clock in the company's zone, with weekday. */
  localStart: z.string(),
  available: z.boolean(),
  remainingCapacity: z.int(),
  staffId: z.string().optional(),
  resourceId: z.string().optional(),
  occurrenceId: z.string().optional(),
});
export type SlotView = z.output<typeof slotView>;

export const bookingView = z.object({
  id: z.string(),
  serviceId: z.string(),
  serviceName: z.string(),
  occurrenceId: z.string().nullable(),
  customer: z.object({
    accountId: z.string().nullable(),
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
  }),
  staffId: z.string().nullable(),
  staffName: z.string().nullable(),
  resourceId: z.string().nullable(),
  resourceName: z.string().nullable(),
  startTime: instant,
  endTime: instant,
  localStart: z.string(),
  timezone: z.string(),
  participants: z.int(),
  price: z.string(),
  currency: z.string(),
  status: z.enum(BOOKING_STATUSES),
  notes: z.string().nullable(),
  checkedInAt: instant.nullable(),
  isLate: z.boolean(),
  cancelledAt: instant.nullable(),
  cancelReason: z.string().nullable(),
  isLateCancel: z.boolean(),
  version: z.int(),
  createdAt: instant,
});
export type BookingView = z.output<typeof bookingView>;

export interface BookingRow {
  id: string;
  serviceId: string;
  occurrenceId: string | null;
  accountId: string | null;
  customerName: string;
  customerEmail: string | null;
  customerPhone: string | null;
  staffId: string | null;
  resourceId: string | null;
  startsAt: Date;
  endsAt: Date;
  timezone: string;
  participants: number;
  priceMinor: bigint;
  currency: string;
  status: string;
  notes: string | null;
  checkedInAt: Date | null;
  isLate: boolean;
  cancelledAt: Date | null;
  cancelReason: string | null;
  isLateCancel: boolean;
  version: number;
  createdAt: Date;
  service: { name: string };
  staff: { name: string } | null;
  resource: { name: string } | null;
}

/** What every query of a booking that is shown must bring along. */
export const withNames = {
  service: { select: { name: true } },
  staff: { select: { name: true } },
  resource: { select: { name: true } },
} as const;

export function toBookingView(row: BookingRow): BookingView {
  return {
    id: row.id,
    serviceId: row.serviceId,
    serviceName: row.service.name,
    occurrenceId: row.occurrenceId,
    customer: { accountId: row.accountId, name: row.customerName, email: row.customerEmail, phone: row.customerPhone },
    staffId: row.staffId,
    staffName: row.staff?.name ?? null,
    resourceId: row.resourceId,
    resourceName: row.resource?.name ?? null,
    startTime: row.startsAt.toISOString(),
    endTime: row.endsAt.toISOString(),
    localStart: spoken(row.startsAt.getTime(), row.timezone),
    timezone: row.timezone,
    participants: row.participants,
    price: toDecimal(row.priceMinor, row.currency),
    currency: row.currency,
    status: z.enum(BOOKING_STATUSES).parse(row.status),
    notes: row.notes,
    checkedInAt: row.checkedInAt?.toISOString() ?? null,
    isLate: row.isLate,
    cancelledAt: row.cancelledAt?.toISOString() ?? null,
    cancelReason: row.cancelReason,
    isLateCancel: row.isLateCancel,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
  };
}

const WEEKDAY_NAMES = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;

/** `Tuesday 2026-05-12 18:30`: agents and people check a date by its weekday. */
export function spoken(at: number, timezone: string): string {
  const wall = wallTime(at, timezone);
  const weekday = WEEKDAY_NAMES[dayOfWeek(wall.slice(0, 10))] ?? "";
  return `${weekday} ${wall.replace("T", " ")}`;
}
