import { z } from "zod";

/** One point of a series: a day in the company's zone and how many. */
export const dayCount = z.object({ date: z.string(), count: z.int() });
export const namedCount = z.object({ name: z.string(), count: z.int() });
