import { z } from "zod";
import { idField, lineOfText } from "@/lib/kernel/fields";

export const resourceIdField = idField("res", "Id of a room or piece of equipment, from list_resources.");

export const resourceFields = {
  name: lineOfText(1, 120).meta({ description: "Name of the room or piece of equipment.", examples: ["Studio A"] }),
  type: lineOfText(1, 40).meta({ description: "What it is, in a word of yours.", examples: ["room"] }),
  capacity: z
    .int()
    .min(1)
    .max(1_000)
    .meta({
      description:
        "How many bookings can use it at one time, 1 for a room of one group. A class counts as one, however many come.",
      examples: [1],
    }),
  status: z.enum(["active", "inactive"]).meta({ description: "Inactive ones are not offered.", examples: ["active"] }),
  description: z
    .string()
    .trim()
    .max(1_000)
    .nullable()
    .meta({ description: "Notes about it; null clears.", examples: ["Mirror wall"] }),
};

export const resourceView = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  capacity: z.int(),
  status: z.string(),
  description: z.string().nullable(),
  version: z.int(),
});
