import "server-only";
import { z } from "zod";
import { newId } from "@/lib/kernel/ids";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { deleteView } from "./delete-view";
import { ownerOf } from "./own-view";
import { savedView, toSavedView, VIEW_PAGES, viewFields } from "./view";

const deletion = (): AnyOperation => deleteView;

export const createView = defineOperation({
  name: "create_view",
  title: "Save a view",
  description:
    "Keeps a way to look at a portal page under a name: filters, order and columns. People open it from the page; isShared shows it to colleagues too. For a group of customers to work with use create_segment.",
  area: "contacts",
  effect: "create",
  scopes: ["contacts:write"],
  input: z.strictObject({
    page: z
      .enum(VIEW_PAGES)
      .default("customers")
      .meta({ description: "The page it belongs to. Default customers.", examples: ["customers"] }),
    name: viewFields.name,
    query: viewFields.query,
    isShared: viewFields.isShared
      .default(false)
      .meta({ description: "Whether colleagues in this company see it too. Default false.", examples: [true] }),
  }),
  output: z.object({ view: savedView }),
  renderType: "record",
  summary: ({ view }) => `View "${view.name}" saved`,
  undo: undoById(deletion, "viewId"),

  async run(context, { page, name, query, isShared }) {
    const { db, caller, note } = context;
    const { organisationId, companyId } = caller.workspace;
    const ownerId = ownerOf(context);
    const row = await db.savedView.create({
      data: { organisationId, companyId, id: newId("view"), page, name, query, isShared, ownerId },
    });
    const view = toSavedView(row, caller.userId);
    note({ entityId: view.id, after: view });
    return { view };
  },
});
