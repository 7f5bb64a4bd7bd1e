import "server-only";
import { z } from "zod";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { noSuch } from "@/lib/kernel/refusals";
import { lockRow } from "@/lib/kernel/versions";
import { deleteSegment } from "./delete-segment";
import { segmentIdField, segmentView, toSegmentView } from "./segment";
import { freeNameKey, requireSegment } from "./segment-rules";

const deletion = (): AnyOperation => deleteSegment;

export const restoreSegment = defineOperation({
  name: "restore_segment",
  title: "Restore a segment",
  description:
    "Brings a deleted segment back with its criteria or its list. Refused while another segment has the name.",
  area: "segments",
  effect: "update",
  scopes: ["segments:write"],
  input: z.strictObject({ segmentId: segmentIdField }),
  output: z.object({ segment: segmentView }),
  renderType: "record",
  summary: ({ segment }) => `Segment "${segment.name}" is back`,
  undo: undoById(deletion, "segmentId"),

  async run({ db, note }, { segmentId }) {
    await lockRow(db, "segments", segmentId);
    const row = await db.segment.findFirst({ where: { id: segmentId, deletedAt: { not: null } } });
    if (!row) throw noSuch("segmentId", "deleted segment", "list_segments");
    await freeNameKey(db, row.name, segmentId);
    await db.segment.updateMany({ where: { id: segmentId }, data: { deletedAt: null, version: { increment: 1 } } });
    note({
      entityId: segmentId,
      before: { deletedAt: row.deletedAt?.toISOString() ?? null },
      after: { deletedAt: null },
    });
    return { segment: toSegmentView(await requireSegment(db, segmentId)) };
  },
});
