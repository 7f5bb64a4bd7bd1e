import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { countText, liveCount, segmentIdField, segmentView, toSegmentView } from "./segment";
import { countMatches, membersOf, requireSegment } from "./segment-rules";

export const getSegment = defineOperation({
  name: "get_segment",
  title: "Get a segment",
  description:
    "Shows one segment with its criteria and how many customers belong to it now. Above 100,000 the count is an estimate and isExact is false. Next: get_segment_members.",
  area: "segments",
  effect: "read",
  scopes: ["segments:read"],
  input: z.strictObject({ segmentId: segmentIdField }),
  output: z.object({ segment: segmentView, members: liveCount }),
  renderType: "record",
  summary: ({ segment, members }) => `${segment.name}: ${countText(members)}`,

  async run({ db }, { segmentId }) {
    const row = await requireSegment(db, segmentId);
    return { segment: toSegmentView(row), members: await countMatches(db, await membersOf(db, row)) };
  },
});
