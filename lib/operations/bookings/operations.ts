import { cancelBooking } from "./cancel-booking";
import { checkInBooking } from "./check-in-booking";
import { completeBooking } from "./complete-booking";
import { confirmBooking } from "./confirm-booking";
import { createBooking } from "./create-booking";
import { getAvailableSlots } from "./get-available-slots";
import { getBookingDetail } from "./get-booking-detail";
import { getBookingStats } from "./get-booking-stats";
import { listBookings } from "./list-bookings";
import { markNoShow } from "./mark-no-show";
import { rescheduleBooking } from "./reschedule-booking";

export const bookingOperations = [
  getAvailableSlots,
  createBooking,
  listBookings,
  getBookingDetail,
  getBookingStats,
  rescheduleBooking,
  confirmBooking,
  checkInBooking,
  completeBooking,
  markNoShow,
  cancelBooking,
];
