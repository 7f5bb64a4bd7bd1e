import { z } from "zod";

/** The browser's session was confirmed; it counts for ten minutes. */
export const confirmedView = z.object({ confirmed: z.boolean() });
