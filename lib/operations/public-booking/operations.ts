import { bookPublicSlot } from "./book-public-slot";
import { getBookingPage } from "./get-booking-page";
import { holdPublicSlot } from "./hold-public-slot";
import { joinPublicWaitlist } from "./join-public-waitlist";
import { readPublicBookingPage } from "./read-public-booking-page";
import { readPublicLogo } from "./read-public-logo";
import { readPublicSlot } from "./read-public-slot";
import { readPublicSlots } from "./read-public-slots";
import { updateBookingPage } from "./update-booking-page";

export const publicBookingOperations = [
  getBookingPage,
  updateBookingPage,
  readPublicBookingPage,
  readPublicLogo,
  readPublicSlots,
  readPublicSlot,
  holdPublicSlot,
  bookPublicSlot,
  joinPublicWaitlist,
];
