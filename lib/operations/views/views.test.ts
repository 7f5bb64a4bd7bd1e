import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import type { Caller } from "@/lib/kernel/context";
import { execute } from "@/lib/kernel/execute";
import { undoChange } from "../undo/undo-change";
import { createView } from "./create-view";
import { deleteView } from "./delete-view";
import { listViews } from "./list-views";
import { restoreView } from "./restore-view";
import { updateView } from "./update-view";

let ours: TestWorkspace;
let theirs: TestWorkspace;
const caller = () => ours.caller;
const stranger = () => theirs.caller;
const query = { lifeStage: "vip", columns: ["phone", "tags"] };
const save = async (input: Record<string, unknown> = {}, who: Caller = ours.caller) =>
  (await execute(createView, who, { name: "Regulars", query, ...input })).data.view;
const idsFor = async (who: Caller) =>
  (await execute(listViews, who, { page: "customers", limit: 100 })).data.items.map(({ id }) => id);
/** Somebody else of the same company. */
const colleague = (role: "manager" | "owner"): Caller => ({ ...ours.caller, userId: theirs.userId, role });

beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
});

describe("create_view and list_views", () => {
  itIsGuarded({ operation: createView, input: () => ({ name: "Regulars", query }), caller });
  itIsGuarded({ operation: listViews, input: () => ({}), caller });

  it("keeps filters, order and columns, and writes its row into the activity", async () => {
    const view = await save({ query: { ...query, sort: "name" } });
    expect(view).toMatchObject({ page: "customers", query: { ...query, sort: "name" }, isShared: false, isOwn: true });
    const events = await auditOf(ours.organisationId, "create_view");
    expect(events.filter(({ entityId }) => entityId === view.id)).toMatchObject([{ outcome: "done" }]);
  });

  it("shows a colleague what is shared and nothing private; another organisation sees neither", async () => {
    const [hidden, shared] = [await save(), await save({ isShared: true })];
    expect(await idsFor(ours.caller)).toEqual(expect.arrayContaining([hidden.id, shared.id]));
    const seen = await idsFor(colleague("manager"));
    expect(seen).toContain(shared.id);
    expect(seen).not.toContain(hidden.id);
    expect(await idsFor(theirs.caller)).toEqual([]);
  });

  it("lists page by page, only those of the page asked for", async () => {
    const made = [await save({ page: "deals" }), await save({ page: "deals" }), await save({ page: "deals" })];
    const first = await execute(listViews, ours.caller, { page: "deals", limit: 2 });
    const second = await execute(listViews, ours.caller, { page: "deals", limit: 2, cursor: first.data.nextCursor });
    expect([...first.data.items, ...second.data.items].map(({ id }) => id)).toEqual(made.map(({ id }) => id));
    expect(second.data.nextCursor).toBeUndefined();
  });

  it.each([
    [{ name: "" }, "name"],
    [{ name: "x".repeat(81) }, "name"],
    [{ query: { "<script>": "x" } }, "query"],
    [{ query: { search: "x".repeat(501) } }, "query"],
    [{ query: Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`p${index}`, "x"])) }, "query"],
    [{ page: "invoices" }, "page"],
  ])("names what is wrong in %j", async (input, field) => {
    const error = await refusalOf(save(input));
    expect(error.kind).toBe("invalid_input");
    expect(JSON.stringify(error.details)).toContain(field);
  });

  it("makes one view of a repeated call", async () => {
    const input = { name: "Once", query: {}, idempotencyKey: `once-${Date.now()}` };
    const [one, two] = [await execute(createView, caller(), input), await execute(createView, caller(), input)];
    expect(two.data.view.id).toBe(one.data.view.id);
  });
});

describe("update_view", () => {
  itIsGuarded({
    operation: updateView,
    input: async () => ({ viewId: (await save({ isShared: true })).id, name: "New" }),
    caller,
    stranger,
  });

  it("changes what is named and can be undone", async () => {
    const view = await save();
    await execute(updateView, ours.caller, { viewId: view.id, query: { lifeStage: "lead" }, isShared: true });
    const events = await auditOf(ours.organisationId, "update_view");
    const event = events.find(({ entityId }) => entityId === view.id);
    expect(event).toMatchObject({ before: { query, isShared: false }, after: { isShared: true } });
    await execute(undoChange, ours.caller, { eventId: event?.id ?? "" });
    const { items } = (await execute(listViews, ours.caller, { limit: 100 })).data;
    expect(items.find(({ id }) => id === view.id)).toMatchObject({ query, isShared: false, name: "Regulars" });
  });

  it("shows the newer view to whoever read an older one", async () => {
    const view = await save();
    await execute(updateView, ours.caller, { viewId: view.id, name: "Theirs", expectedVersion: 1 });
    const error = await refusalOf(
      execute(updateView, ours.caller, { viewId: view.id, name: "Mine", expectedVersion: 1 }),
    );
    expect(error).toMatchObject({ code: "version_conflict", details: { current: { name: "Theirs", version: 2 } } });
  });

  it("leaves a colleague's view alone; the owner of the workspace may change a shared one", async () => {
    const shared = await save({ isShared: true });
    const change = (who: Caller, viewId: string) => execute(updateView, who, { viewId, name: "Changed" });
    expect((await refusalOf(change(colleague("manager"), shared.id))).kind).toBe("forbidden");
    expect((await change(colleague("owner"), shared.id)).data.view.name).toBe("Changed");
    const hidden = await save();
    expect((await refusalOf(change(colleague("owner"), hidden.id))).kind).toBe("not_found");
  });
});

describe("delete_view and restore_view", () => {
  itIsGuarded({
    operation: deleteView,
    input: async () => ({ viewId: (await save({ isShared: true })).id }),
    caller,
    stranger,
  });
  itIsGuarded({
    operation: restoreView,
    input: async () => {
      const { id } = await save({ isShared: true });
      await execute(deleteView, ours.caller, { viewId: id });
      return { viewId: id };
    },
    caller,
    stranger,
  });

  it("takes a view away and brings it back as it was", async () => {
    const view = await save();
    await execute(deleteView, ours.caller, { viewId: view.id });
    expect(await idsFor(ours.caller)).not.toContain(view.id);
    expect((await refusalOf(execute(deleteView, ours.caller, { viewId: view.id }))).kind).toBe("not_found");
    const { data } = await execute(restoreView, ours.caller, { viewId: view.id });
    expect(data.view).toMatchObject({ name: "Regulars", query, deletedAt: null, version: 3 });
    expect(await idsFor(ours.caller)).toContain(view.id);
  });
});
