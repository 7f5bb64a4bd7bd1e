import { getBookingSettings } from "./get-booking-settings";
import { updateBookingSettings } from "./update-booking-settings";

export const bookingSettingsOperations = [getBookingSettings, updateBookingSettings];
