import { z } from "zod";
import { instant } from "@/lib/kernel/fields";

/** Where somebody found a key. */
export const leakNote = z.object({
  id: z.string(),
  /** form | github_partner | github_webhook */
  source: z.string(),
  url: z.string().nullable(),
  reportedAt: instant,
});
