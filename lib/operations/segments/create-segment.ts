import "server-only";
import { z } from "zod";
import { Prisma } from "@/lib/db/client";
import { newId } from "@/lib/kernel/ids";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { invalidField } from "@/lib/kernel/refusals";
import { deleteSegment } from "./delete-segment";
import {
  countText,
  criteriaField,
  liveCount,
  segmentDescriptionField,
  segmentNameField,
  segmentTypeField,
  segmentView,
  toSegmentView,
} from "./segment";
import { checkCriteria, countMatches, freeNameKey, membersOf } from "./segment-rules";

const deletion = (): AnyOperation => deleteSegment;

export const createSegment = defineOperation({
  name: "create_segment",
  title: "Create a segment",
  description:
    "Saves a group of customers: DYNAMIC follows criteria (count first with preview_segment_count; without criteria everybody), STATIC is filled with set_segment_members. Next: get_segment_members.",
  area: "segments",
  effect: "create",
  scopes: ["segments:write"],
  input: z.strictObject({
    name: segmentNameField,
    segmentType: segmentTypeField.default("DYNAMIC").meta({
      description: "DYNAMIC follows criteria (default); STATIC is a list picked by hand.",
      examples: ["DYNAMIC"],
    }),
    criteria: criteriaField.optional().meta(criteriaField.meta() ?? {}),
    description: segmentDescriptionField.optional(),
  }),
  output: z.object({ segment: segmentView, members: liveCount }),
  renderType: "record",
  summary: ({ segment, members }) => `Segment "${segment.name}" created: ${countText(members)}`,
  undo: undoById(deletion, "segmentId"),

  async run({ db, caller, note }, { name, segmentType, criteria: raw, description }) {
    const { organisationId, companyId } = caller.workspace;
    if (segmentType === "STATIC" && raw)
      throw invalidField("criteria", "are for DYNAMIC segments; fill a STATIC one with set_segment_members");
    const { criteria } = await checkCriteria(db, raw);
    const row = await db.segment.create({
      data: {
        organisationId,
        companyId,
        id: newId("seg"),
        name,
        nameKey: await freeNameKey(db, name),
        segmentType,
        description: description ?? null,
        criteria: criteria === null ? Prisma.DbNull : (criteria as Prisma.InputJsonObject),
      },
    });
    const segment = toSegmentView(row);
    note({ entityId: segment.id, after: segment });
    return { segment, members: await countMatches(db, await membersOf(db, row)) };
  },
});
