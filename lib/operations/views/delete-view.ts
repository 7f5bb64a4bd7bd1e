import "server-only";
import { z } from "zod";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { requireOwnView } from "./own-view";
import { restoreView } from "./restore-view";
import { savedView, toSavedView, viewIdField } from "./view";

const restoration = (): AnyOperation => restoreView;

export const deleteView = defineOperation({
  name: "delete_view",
  title: "Delete a saved view",
  description:
    "Removes a saved view; the records it showed stay. restore_view brings it back. Only its owner, or the owner of the workspace for shared ones, may do it.",
  area: "contacts",
  effect: "delete",
  scopes: ["contacts:write"],
  input: z.strictObject({ viewId: viewIdField }),
  output: z.object({ view: savedView }),
  renderType: "record",
  summary: ({ view }) => `View "${view.name}" deleted`,
  undo: undoById(restoration, "viewId"),

  async run(context, { viewId }) {
    const { db, caller, note } = context;
    const row = await requireOwnView(context, viewId);
    const data = { deletedAt: new Date(), version: row.version + 1 };
    await db.savedView.updateMany({ where: { id: viewId }, data });
    const view = toSavedView({ ...row, ...data }, caller.userId);
    note({ entityId: viewId, before: toSavedView(row, caller.userId), after: { deletedAt: view.deletedAt } });
    return { view };
  },
});
