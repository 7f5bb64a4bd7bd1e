import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { countText, criteriaField, liveCount } from "./segment";
import { checkCriteria, countMatches } from "./segment-rules";

export const previewSegmentCount = defineOperation({
  name: "preview_segment_count",
  title: "Count matches of criteria",
  description:
    "Counts the customers that criteria match, without saving anything; without criteria all customers. Use it before create_segment to see whether the criteria mean what they should. Above 100,000 the count is an estimate and isExact is false.",
  area: "segments",
  effect: "read",
  scopes: ["segments:read"],
  input: z.strictObject({
    criteria: criteriaField
      .nullable()
      .optional()
      .meta(criteriaField.meta() ?? {}),
  }),
  output: liveCount,
  renderType: "stats",
  summary: countText,

  async run({ db }, { criteria }) {
    return countMatches(db, (await checkCriteria(db, criteria)).where);
  },
});
