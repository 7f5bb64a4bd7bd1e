import "server-only";
import { z } from "zod";
import { expectedVersionField } from "@/lib/kernel/fields";
import { differences, undoUpdate } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { requireVersion } from "@/lib/kernel/versions";
import { requireOwnView } from "./own-view";
import { savedView, toSavedView, VIEW_FIELDS, viewFields, viewIdField } from "./view";

const self = (): AnyOperation => updateView;

export const updateView = defineOperation({
  name: "update_view",
  title: "Change a saved view",
  description:
    "Renames a saved view, replaces its filters, order and columns, or shares it with colleagues; what is not named stays. Only its owner, or the owner of the workspace for shared ones, may do it.",
  area: "contacts",
  effect: "update",
  scopes: ["contacts:write"],
  input: z.strictObject({
    viewId: viewIdField,
    name: viewFields.name.optional(),
    query: viewFields.query.optional(),
    isShared: viewFields.isShared.optional(),
    expectedVersion: expectedVersionField,
  }),
  output: z.object({ view: savedView }),
  renderType: "record",
  summary: ({ view }) => `View "${view.name}" changed`,
  undo: undoUpdate(self, "viewId"),

  async run(context, { viewId, expectedVersion, ...values }) {
    const { db, caller, note } = context;
    const row = await requireOwnView(context, viewId);
    const before = toSavedView(row, caller.userId);
    requireVersion(row.version, expectedVersion, savedView, () => before);
    await db.savedView.updateMany({ where: { id: viewId }, data: { ...values, version: { increment: 1 } } });
    const view = toSavedView(await db.savedView.findFirstOrThrow({ where: { id: viewId } }), caller.userId);
    note({ entityId: viewId, ...differences(before, view, VIEW_FIELDS) });
    return { view };
  },
});
