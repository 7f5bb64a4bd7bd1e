import { z } from "zod";
import { idField, instant, lineOfText } from "@/lib/kernel/fields";
import { longText } from "../accounts/account";
import { CRITERIA_GUIDE } from "./criteria";

export const SEGMENT_TYPES = ["STATIC", "DYNAMIC"] as const;
export const segmentIdField = idField("seg", "Id of a segment, from list_segments.");
export const segmentNameField = lineOfText(1, 120).meta({
  description: "Name of the segment, unique.",
  examples: ["Away for 60 days"],
});
export const segmentTypeField = z
  .enum(SEGMENT_TYPES)
  .meta({ description: "DYNAMIC follows criteria; STATIC is a list picked by hand.", examples: ["DYNAMIC"] });
export const segmentDescriptionField = longText(1_000).meta({
  description: "What it is for.",
  examples: ["For the win-back mail"],
});

/** A tree whose shape lib/operations/segments/criteria.ts checks, because its depth must be bounded before it is walked. */
export const criteriaField = z.record(z.string(), z.unknown()).meta({
  description: CRITERIA_GUIDE,
  examples: [
    {
      all: [
        { field: "lifeStage", op: "is", value: "active" },
        { field: "lastActivityAt", op: "older_than_days", value: 60 },
        { field: "tags", op: "has_any", value: ["VIP"] },
      ],
    },
  ],
});

export const segmentView = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  segmentType: z.enum(SEGMENT_TYPES),
  /** The criteria tree; null is everybody. */
  criteria: z.unknown(),
  createdAt: instant,
  updatedAt: instant,
  deletedAt: instant.nullable(),
  version: z.int(),
});
export type SegmentView = z.output<typeof segmentView>;

/** A live count; above 100,000 it is an estimate, and isExact false. */
export const liveCount = z.object({ count: z.int(), isExact: z.boolean() });

export interface SegmentRow {
  id: string;
  name: string;
  description: string | null;
  segmentType: string;
  criteria: unknown;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
  version: number;
}

/** What a view is made of. */
export const SEGMENT_FIELDS = segmentView.keyof().options;

export function toSegmentView(row: SegmentRow): SegmentView {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    segmentType: z.enum(SEGMENT_TYPES).parse(row.segmentType),
    criteria: row.criteria,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
    version: row.version,
  };
}

/** `1,204 customers`, `about 140,000 customers`. */
export function countText({ count, isExact }: z.output<typeof liveCount>): string {
  const number = count.toLocaleString("en");
  return `${isExact ? number : `about ${number}`} ${count === 1 ? "customer" : "customers"}`;
}
