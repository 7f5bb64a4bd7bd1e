import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { lockRow } from "@/lib/kernel/versions";
import { type BookingView, toBookingView, withNames } from "./booking";

const missing = () =>
  new OperationError("not_found", {
    message: "bookingId: there is no such booking",
    hint: "list_bookings shows the bookings there are.",
    details: { field: "bookingId" },
  });

/** A booking as it is shown. Throws not_found. */
export async function readBooking({ db }: Pick<TenantContext, "db">, id: string): Promise<BookingView> {
  const row = await db.booking.findFirst({ where: { id }, include: withNames });
  if (!row) throw missing();
  return toBookingView(row);
}

/** A booking that stays as it is read until the transaction ends. Throws not_found. */
export async function lockBooking({ db }: TenantContext, id: string) {
  await lockRow(db, "bookings", id);
  const row = await db.booking.findFirst({ where: { id }, include: { ...withNames, occurrence: true } });
  if (!row) throw missing();
  return row;
}
