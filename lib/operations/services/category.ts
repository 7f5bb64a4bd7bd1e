import { z } from "zod";
import { idField, lineOfText } from "@/lib/kernel/fields";

export const categoryIdField = idField("scat", "Id of a category, from list_service_categories.");
export const categoryFields = {
  name: lineOfText(1, 80).meta({ description: "Name of the category.", examples: ["Yoga"] }),
  sortOrder: z
    .int()
    .min(0)
    .max(100_000)
    .meta({ description: "Position in lists, smallest first.", examples: [0] }),
  description: z
    .string()
    .trim()
    .max(1_000)
    .nullable()
    .meta({ description: "What it holds; null clears.", examples: ["Classes on the mat"] }),
};

export const categoryView = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  sortOrder: z.int(),
  version: z.int(),
});
