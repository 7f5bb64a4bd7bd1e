import { z } from "zod";
import { timeField } from "../opening-hours/window";

/**
 * How a company takes bookings, with the defaults of a company that never said anything. Stored as the fields that were set,
 * so that a better default reaches everybody who did not choose.
 */
export const bookingSettingsFields = {
  requireBookingConfirmation: z
    .boolean()
    .default(false)
    .meta({ description: "Whether every booking starts as pending.", examples: [false] }),
  slotIntervalMinutes: z
    .int()
    .min(5)
    .max(240)
    .default(15)
    .meta({ description: "Distance between possible starts, in minutes.", examples: [15] }),
  minimumNoticeMinutes: z
    .int()
    .min(0)
    .max(43_200)
    .default(0)
    .meta({ description: "How long before the start a booking must be made, in minutes.", examples: [60] }),
  horizonDays: z
    .int()
    .min(1)
    .max(730)
    .default(180)
    .meta({ description: "How far ahead can be booked, in days.", examples: [60] }),
  cancellationWindowHours: z
    .int()
    .min(0)
    .max(720)
    .default(24)
    .meta({
      description: "A cancellation later than this many hours before the start counts as late.",
      examples: [24],
    }),
  maximumUpcomingPerCustomer: z
    .int()
    .min(1)
    .max(1_000)
    .nullable()
    .default(null)
    .meta({ description: "Most coming bookings of one customer; null: without limit.", examples: [5] }),
  globalCooldownDays: z
    .int()
    .min(1)
    .max(365)
    .nullable()
    .default(null)
    .meta({ description: "Days a customer waits between any two bookings; null disables.", examples: [null] }),
  cooldownMessage: z
    .string()
    .trim()
    .max(500)
    .nullable()
    .default(null)
    .meta({
      description: "What a customer is told who must wait.",
      examples: ["Please leave a week between two massages."],
    }),
  blockUntilFinished: z
    .boolean()
    .default(false)
    .meta({
      description: "Whether a customer with a coming booking of a service cannot book it again before it is over.",
      examples: [false],
    }),
  allowMemberCancellation: z
    .boolean()
    .default(true)
    .meta({ description: "Whether customers may cancel by themselves.", examples: [true] }),
  memberReschedulingMode: z
    .enum(["disabled", "merchant-only", "members"])
    .default("members")
    .meta({ description: "Who may move a booking.", examples: ["members"] }),
  hideUnavailableTimeslots: z
    .boolean()
    .default(true)
    .meta({ description: "Whether the booking page hides times that are taken.", examples: [true] }),
  bookingReminderEnabled: z
    .boolean()
    .default(true)
    .meta({ description: "Whether customers are reminded by mail.", examples: [true] }),
  bookingReminderLeadHours: z
    .int()
    .min(1)
    .max(336)
    .default(24)
    .meta({ description: "How many hours before the start.", examples: [24] }),
  sameDayReminderEnabled: z
    .boolean()
    .default(false)
    .meta({ description: "Whether a second reminder goes out on the day.", examples: [false] }),
  sameDayReminderLeadHours: z
    .int()
    .min(1)
    .max(12)
    .default(2)
    .meta({ description: "How many hours before the start.", examples: [2] }),
  showCoupon: z
    .boolean()
    .default(false)
    .meta({ description: "Whether the booking page offers a coupon field.", examples: [false] }),
  showAccessPass: z
    .boolean()
    .default(false)
    .meta({ description: "Whether a booking shows an access pass.", examples: [false] }),
  accessPassBeforeMinutes: z
    .int()
    .min(0)
    .max(1_440)
    .default(15)
    .meta({ description: "From how long before the start the pass works.", examples: [15] }),
  accessPassAfterMinutes: z
    .int()
    .min(0)
    .max(1_440)
    .default(15)
    .meta({ description: "Until how long after the end the pass works.", examples: [15] }),
  calendarStyle: z
    .enum(["month", "week", "list"])
    .default("week")
    .meta({ description: "How the booking page shows days.", examples: ["week"] }),
  waitlistClaimMinutes: z
    .int()
    .min(5)
    .max(2_880)
    .default(120)
    .meta({ description: "How long a place that became free is kept for the next on the wait-list.", examples: [120] }),
  waitlistStopHours: z
    .int()
    .min(0)
    .max(72)
    .default(2)
    .meta({
      description: "Places that become free later than this before the start are not offered to the wait-list.",
      examples: [2],
    }),
  quietHoursFrom: timeField
    .nullable()
    .default("22:00")
    .meta({
      description: "Local time from which customers are left in peace: no reminders, no offers. Null: never.",
      examples: ["22:00"],
    }),
  quietHoursTo: timeField
    .nullable()
    .default("08:00")
    .meta({ description: "Local time until which customers are left in peace. Null: never.", examples: ["08:00"] }),
};

export const bookingSettings = z.object(bookingSettingsFields);
