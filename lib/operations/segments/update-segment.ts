import "server-only";
import { z } from "zod";
import { Prisma } from "@/lib/db/client";
import { expectedVersionField } from "@/lib/kernel/fields";
import { differences, undoUpdate } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { invalidField } from "@/lib/kernel/refusals";
import { lockRow, requireVersion } from "@/lib/kernel/versions";
import { clearable } from "../accounts/account";
import {
  criteriaField,
  segmentDescriptionField,
  segmentIdField,
  segmentNameField,
  segmentTypeField,
  segmentView,
  toSegmentView,
} from "./segment";
import { checkCriteria, freeNameKey, requireSegment } from "./segment-rules";

const self = (): AnyOperation => updateSegment;

export const updateSegment = defineOperation({
  name: "update_segment",
  title: "Update a segment",
  description:
    "Changes the named fields of a segment. criteria are replaced whole; null means everybody. Making it STATIC keeps only customers set by set_segment_members. Pass expectedVersion to be told when somebody changed it meanwhile.",
  area: "segments",
  effect: "update",
  scopes: ["segments:write"],
  input: z.strictObject({
    segmentId: segmentIdField,
    name: segmentNameField.optional(),
    description: clearable(segmentDescriptionField),
    segmentType: segmentTypeField.optional(),
    criteria: criteriaField
      .nullable()
      .optional()
      .meta(criteriaField.meta() ?? {}),
    expectedVersion: expectedVersionField,
  }),
  output: z.object({ segment: segmentView }),
  renderType: "record",
  summary: ({ segment }) => `Segment "${segment.name}" updated`,
  undo: undoUpdate(self, "segmentId"),

  async run({ db, note }, { segmentId, name, description, segmentType, criteria: raw, expectedVersion }) {
    await lockRow(db, "segments", segmentId);
    const row = await requireSegment(db, segmentId);
    const before = toSegmentView(row);
    requireVersion(row.version, expectedVersion, segmentView, () => before);
    const type = segmentType ?? row.segmentType;
    if (type === "STATIC" && raw) throw invalidField("criteria", "are for DYNAMIC segments");
    const { criteria } = await checkCriteria(db, raw);
    const json = criteria === null ? Prisma.DbNull : (criteria as Prisma.InputJsonObject);
    await db.segment.updateMany({
      where: { id: segmentId },
      data: {
        ...(name === undefined ? {} : { name, nameKey: await freeNameKey(db, name, segmentId) }),
        ...(description === undefined ? {} : { description }),
        ...(segmentType === undefined ? {} : { segmentType }),
        ...(raw === undefined ? {} : { criteria: json }),
        version: { increment: 1 },
      },
    });
    const segment = toSegmentView(await requireSegment(db, segmentId));
    note({ entityId: segmentId, ...differences(before, segment, ["name", "description", "segmentType", "criteria"]) });
    return { segment };
  },
});
