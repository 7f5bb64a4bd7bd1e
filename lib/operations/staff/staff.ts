import { z } from "zod";
import { idField, lineOfText } from "@/lib/kernel/fields";

/** Every staff argument takes the id of list_staff or of a bookable person, or the person's user id. */
export const staffIdField = idField("mem", "A staff member: id or userId from list_bookable_staff or list_staff.");

export const staffNameField = lineOfText(1, 120).meta({ description: "Name customers see.", examples: ["Anna Wong"] });

export const staffView = z.object({
  id: z.string(),
  userId: z.string().nullable(),
  name: z.string(),
  email: z.string().nullable(),
  version: z.int(),
});
