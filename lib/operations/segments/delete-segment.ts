import "server-only";
import { z } from "zod";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { lockRow } from "@/lib/kernel/versions";
import { restoreSegment } from "./restore-segment";
import { segmentIdField, segmentView, toSegmentView } from "./segment";
import { requireSegment } from "./segment-rules";

const restoration = (): AnyOperation => restoreSegment;

export const deleteSegment = defineOperation({
  name: "delete_segment",
  title: "Delete a segment",
  description: "Removes a segment; its customers stay. restore_segment brings it back.",
  area: "segments",
  effect: "delete",
  scopes: ["segments:write"],
  input: z.strictObject({ segmentId: segmentIdField }),
  output: z.object({ segment: segmentView }),
  renderType: "record",
  summary: ({ segment }) => `Segment "${segment.name}" deleted`,
  undo: undoById(restoration, "segmentId"),

  async run({ db, note }, { segmentId }) {
    await lockRow(db, "segments", segmentId);
    const before = toSegmentView(await requireSegment(db, segmentId));
    const deletedAt = new Date();
    await db.segment.updateMany({ where: { id: segmentId }, data: { deletedAt, version: { increment: 1 } } });
    const segment = { ...before, deletedAt: deletedAt.toISOString(), version: before.version + 1 };
    note({ entityId: segmentId, before, after: { deletedAt: segment.deletedAt } });
    return { segment };
  },
});
