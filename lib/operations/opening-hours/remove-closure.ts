import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { toClosureView } from "./closed-time";
import { closureIdField, closureView, noSuchClosure } from "./closure";

export const removeClosure = defineOperation({
  name: "remove_closure",
  title: "Remove closure",
  description: "Opens the company, or a person's time, again for what add_closure or a holiday had closed.",
  area: "bookings",
  effect: "delete",
  scopes: ["bookings:write"],
  input: z.strictObject({ closureId: closureIdField }),
  output: closureView,
  renderType: "record",
  summary: ({ localStart, localEnd }) => `Open again from ${localStart} to ${localEnd}`,
  undo: { none: "Add the closure again with add_closure; the audit row keeps its times." },

  async run({ db, caller, note }, { closureId }) {
    const { organisationId, timezone } = caller.workspace;
    const row = await db.closure.findFirst({ where: { id: closureId } });
    if (!row) throw noSuchClosure("closureId");
    await db.closure.delete({ where: { organisationId_id: { organisationId, id: closureId } } });
    const closure = closureView.parse(toClosureView(row, timezone));
    note({ entityId: closureId, before: closure });
    return closure;
  },
});
