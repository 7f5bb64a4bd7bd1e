import { z } from "zod";
import { idField, lineOfText } from "@/lib/kernel/fields";

/** Every staff argument takes the id of list_staff or of a bookable person, or the person's user id. */
export const staffIdField = idField("mem", "A staff member: id or userId from list_bookable_staff or list_staff.");

/** Published as userId; somebody without a login has none. */
export const serviceStaffField = staffIdField.meta({
  description: "The person: id (staffId) from create_staff_member or list_bookable_staff, or their userId.",
  examples: ["mem_0OaZ3kP9x1yB7cD2eF4gH6jK"],
});

export const staffNameField = lineOfText(1, 120).meta({ description: "Name customers see.", examples: ["Anna Wong"] });

export const staffView = z.object({
  id: z.string(),
  userId: z.string().nullable(),
  name: z.string(),
  email: z.string().nullable(),
  version: z.int(),
});
