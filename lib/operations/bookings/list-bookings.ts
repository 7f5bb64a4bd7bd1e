import "server-only";
import { z } from "zod";
import {
  containing,
  countOf,
  cursorField,
  idField,
  limitField,
  listOf,
  pageOf,
  searchField,
} from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { dateField } from "../opening-hours/window";
import { serviceIdField } from "../services/service";
import { findStaff } from "../staff/find-staff";
import { staffIdField } from "../staff/staff";
import { BOOKING_STATUSES, bookingView, toBookingView, withNames } from "./booking";
import { localDay } from "./local-time";

const statusField = z.enum(BOOKING_STATUSES);

export const listBookings = defineOperation({
  name: "list_bookings",
  title: "List bookings",
  description:
    "Lists bookings by start, earliest first: with dateFrom and dateTo the ones of those local days, without them the coming ones. Filter by status, staff, service or customer, or search a name.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({
    dateFrom: dateField
      .optional()
      .meta({ description: "First local day, YYYY-MM-DD. Default: today, from now on.", examples: ["2026-05-12"] }),
    dateTo: dateField.optional().meta({ description: "Last local day, YYYY-MM-DD.", examples: ["2026-05-18"] }),
    from: dateField.optional().meta({ description: "Same as dateFrom.", examples: ["2026-05-12"] }),
    to: dateField.optional().meta({ description: "Same as dateTo.", examples: ["2026-05-18"] }),
    status: z
      .union([statusField, z.array(statusField).min(1).max(BOOKING_STATUSES.length)])
      .optional()
      .meta({
        description: "Only bookings in this status, or in one of these. Default: all, cancelled ones too.",
        examples: [["pending", "confirmed"]],
      }),
    staffId: staffIdField.optional(),
    serviceId: serviceIdField.optional(),
    accountId: idField("acc", "Only bookings of this customer.").optional(),
    search: searchField.meta({
      description: "Part of the customer's name, mail address or phone, in any case.",
      examples: ["mei"],
    }),
    limit: limitField,
    cursor: cursorField.meta({
      description: "nextCursor of the previous answer, to get the next page.",
      examples: ["2026-05-12T10:30:00.000Z~bkg_0OaZ3kP9x1yB7cD2eF4gH6jK"],
    }),
  }),
  output: listOf(bookingView),
  renderType: "table",
  summary: ({ items, nextCursor }) =>
    `${countOf(items.length, "booking")}${notHeld(items)}${nextCursor ? ", more on the next page" : ""}`,

  async run(
    context,
    { dateFrom, dateTo, from = dateFrom, to = dateTo, status, staffId, serviceId, accountId, search, limit, cursor },
  ) {
    const { timezone } = context.caller.workspace;
    const staff = staffId ? await findStaff(context, staffId) : undefined;
    const [cursorAt, cursorId] = cursor?.split("~") ?? [];
    const isComing = !from && !to && !accountId;
    const rows = await context.db.booking.findMany({
      where: {
        startsAt: {
          ...(from ? { gte: new Date(localDay(from, timezone).startOf(0)) } : {}),
          ...(to ? { lt: new Date(localDay(to, timezone).endOf(1_440)) } : {}),
        },
        ...(isComing ? { endsAt: { gt: new Date() } } : {}),
        ...(status ? { status: { in: [status].flat() } } : {}),
        ...(staff ? { staffId: staff.id } : {}),
        ...(serviceId ? { serviceId } : {}),
        ...(accountId ? { accountId } : {}),
        AND: search ? [whoIs(search)] : [],
        ...(cursorAt && cursorId && !Number.isNaN(Date.parse(cursorAt))
          ? { OR: [{ startsAt: { gt: new Date(cursorAt) } }, { startsAt: new Date(cursorAt), id: { gt: cursorId } }] }
          : {}),
      },
      orderBy: [{ startsAt: "asc" }, { id: "asc" }],
      take: limit + 1,
      include: withNames,
    });
    return pageOf(rows, limit, toBookingView, ({ startsAt, id }) => `${startsAt.toISOString()}~${id}`);
  },
});

/** ` (3 cancelled, 1 no-show)`: nobody should count those as people who come. */
function notHeld(items: readonly { status: string }[]): string {
  const count = (wanted: string) => items.filter(({ status }) => status === wanted).length;
  const counts = [
    ["cancelled", count("cancelled")],
    ["no-show", count("no_show")],
  ].filter(([, many]) => many !== 0);
  return counts.length === 0 ? "" : ` (${counts.map(([word, many]) => `${many} ${word}`).join(", ")})`;
}

/** The customer as the booking names them. */
function whoIs(search: string) {
  const part = containing(search);
  return { OR: [{ customerName: part }, { customerEmail: part }, { customerPhone: part }] };
}
