import { cancelBooking } from "./cancel-booking";
import { cancelLinkedBooking } from "./cancel-linked-booking";
import { checkInBooking } from "./check-in-booking";
import { claimLinkedPlace } from "./claim-linked-place";
import { claimWaitlistPlace } from "./claim-waitlist-place";
import { completeBooking } from "./complete-booking";
import { confirmBooking } from "./confirm-booking";
import { createBooking } from "./create-booking";
import { getAvailableSlots } from "./get-available-slots";
import { getBookingDetail } from "./get-booking-detail";
import { getBookingStats } from "./get-booking-stats";
import { getCalendar } from "./get-calendar";
import { holdSlot } from "./hold-slot";
import { joinWaitlist } from "./join-waitlist";
import { keepWallClock } from "./keep-wall-clock";
import { leaveWaitlist } from "./leave-waitlist";
import { listBookings } from "./list-bookings";
import { listWaitlist } from "./list-waitlist";
import { markNoShow } from "./mark-no-show";
import { readLinkedBooking } from "./read-linked-booking";
import { readLinkedOffer } from "./read-linked-offer";
import { releaseSlot } from "./release-slot";
import { reopenBooking } from "./reopen-booking";
import { rescheduleBooking } from "./reschedule-booking";
import { rescheduleLinkedBooking } from "./reschedule-linked-booking";
import { undoCheckIn } from "./undo-check-in";
import { updateBooking } from "./update-booking";

export const bookingOperations = [
  getAvailableSlots,
  createBooking,
  listBookings,
  getBookingDetail,
  getBookingStats,
  getCalendar,
  updateBooking,
  rescheduleBooking,
  confirmBooking,
  checkInBooking,
  undoCheckIn,
  completeBooking,
  markNoShow,
  reopenBooking,
  cancelBooking,
  holdSlot,
  releaseSlot,
  joinWaitlist,
  leaveWaitlist,
  listWaitlist,
  claimWaitlistPlace,
  readLinkedBooking,
  readLinkedOffer,
  rescheduleLinkedBooking,
  cancelLinkedBooking,
  claimLinkedPlace,
  keepWallClock,
];
