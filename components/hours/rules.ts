/** The booking settings that a form of numbers and switches holds; bounds as the operation has them. */
export const NUMBER_RULES = [
  { name: "slotIntervalMinutes", min: 5, max: 240, isOptional: false },
  { name: "minimumNoticeMinutes", min: 0, max: 43_200, isOptional: false },
  { name: "horizonDays", min: 1, max: 730, isOptional: false },
  { name: "cancellationWindowHours", min: 0, max: 720, isOptional: false },
  { name: "bookingReminderLeadHours", min: 1, max: 336, isOptional: false },
  { name: "sameDayReminderLeadHours", min: 1, max: 12, isOptional: false },
  { name: "waitlistClaimMinutes", min: 5, max: 2_880, isOptional: false },
  { name: "waitlistStopHours", min: 0, max: 72, isOptional: false },
  { name: "maximumUpcomingPerCustomer", min: 1, max: 1_000, isOptional: true },
  { name: "globalCooldownDays", min: 1, max: 365, isOptional: true },
] as const;

export const SWITCH_RULES = [
  "requireBookingConfirmation",
  "allowMemberCancellation",
  "blockUntilFinished",
  "hideUnavailableTimeslots",
  "bookingReminderEnabled",
  "sameDayReminderEnabled",
] as const;
