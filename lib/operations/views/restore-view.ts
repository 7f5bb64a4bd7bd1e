import "server-only";
import { z } from "zod";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { deleteView } from "./delete-view";
import { requireOwnView } from "./own-view";
import { savedView, toSavedView, viewIdField } from "./view";

const deletion = (): AnyOperation => deleteView;

export const restoreView = defineOperation({
  name: "restore_view",
  title: "Restore a saved view",
  description: "Brings a deleted view back as it was.",
  area: "contacts",
  effect: "update",
  scopes: ["contacts:write"],
  input: z.strictObject({ viewId: viewIdField }),
  output: z.object({ view: savedView }),
  renderType: "record",
  summary: ({ view }) => `View "${view.name}" is back`,
  undo: undoById(deletion, "viewId"),

  async run(context, { viewId }) {
    const { db, caller, note } = context;
    const row = await requireOwnView(context, viewId, true);
    const data = { deletedAt: null, version: row.version + 1 };
    await db.savedView.updateMany({ where: { id: viewId }, data });
    note({ entityId: viewId, before: { deletedAt: row.deletedAt?.toISOString() ?? null }, after: { deletedAt: null } });
    return { view: toSavedView({ ...row, ...data }, caller.userId) };
  },
});
