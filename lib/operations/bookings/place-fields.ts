import { z } from "zod";
import { dayOfWeekField } from "../opening-hours/window";
import { resourceIdField } from "../resources/resource";
import { serviceIdField } from "../services/service";
import { staffIdField } from "../staff/staff";
import { momentText } from "./start-time";

/** A start as callers write it; `readStart` turns it into an instant. */
export const startField = momentText.meta({
  description: "Start: an instant with Z (startTime of get_available_slots), or local date and time of the company.",
  examples: ["2026-05-12T18:30"],
});

/** The weekday that belongs to a start, to notice a slip of either. */
export const statedWeekdayField = dayOfWeekField
  .optional()
  .meta({ description: "The weekday the user said; refused when the date is another day.", examples: ["tuesday"] });

/** What hold_slot and create_booking take a place by. */
export const placeFields = {
  serviceId: serviceIdField,
  start: startField,
  weekday: statedWeekdayField,
  staffId: staffIdField.optional(),
  resourceId: resourceIdField.optional(),
  participants: z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .meta({
      description: "People who come; a class takes a place for each, an appointment at most the service's capacity.",
      examples: [1],
    }),
  addOnIds: z
    .array(
      z
        .string()
        .max(64)
        .meta({ description: "Id of an add-on.", examples: ["addon_0OaZ3kP9x1yB7cD2eF4gH6jK"] }),
    )
    .max(20)
    .optional()
    .meta({
      description: "Add-ons of the service, from get_service_detail. With a holdId the default is those of the hold.",
      examples: [[]],
    }),
};
