import { checkInOpensAt } from "@/lib/operations/bookings/attendance";

/** A booking as list_bookings and get_booking_detail show it. */
export type Booking = {
  id: string;
  serviceId: string;
  serviceName: string;
  occurrenceId: string | null;
  customer: { accountId: string | null; name: string; email: string | null; phone: string | null };
  staffId: string | null;
  staffName: string | null;
  resourceName: string | null;
  startTime: string;
  endTime: string;
  timezone: string;
  participants: number;
  price: string;
  currency: string;
  status: "pending" | "confirmed" | "cancelled" | "completed" | "no_show";
  notes: string | null;
  checkedInAt: string | null;
  isLate: boolean;
  cancelledAt: string | null;
  cancelReason: string | null;
  isLateCancel: boolean;
  version: number;
};

/** Whether an arrival can be noted now. */
export const mayArrive = (booking: Booking, now: number) =>
  isHeld(booking) &&
  booking.checkedInAt === null &&
  checkInOpensAt(Date.parse(booking.startTime), booking.timezone) <= now;

/** Whether it is over, and can be opened again when that was noted by mistake. */
export const isOver = ({ status }: Pick<Booking, "status">) => status === "completed" || status === "no_show";

/** Whether it still holds its time. */
export const isHeld = ({ status }: Pick<Booking, "status">) => status === "pending" || status === "confirmed";
