import "server-only";
import { z } from "zod";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { toClosureView } from "./closed-time";
import { closureIdField, closureView, noSuchClosure } from "./closure";

export const removeClosures = defineOperation({
  name: "remove_closures",
  title: "Remove closures",
  description:
    "Opens the company, or people's time, again for several closures at once, such as the holidays of a year (list_closures with kind holiday). Those of them that are gone already are left out.",
  area: "bookings",
  effect: "delete",
  scopes: ["bookings:write"],
  input: z.strictObject({
    closureIds: z
      .array(closureIdField)
      .min(1)
      .max(200)
      .meta({ description: "Ids of the closures.", examples: [["clo_0OaZ3kP9x1yB7cD2eF4gH6jK"]] }),
  }),
  output: z.object({ removed: z.array(closureView) }),
  renderType: "table",
  summary: ({ removed }) => `Open again: ${countOf(removed.length, "closure")} removed`,
  undo: { none: "Add the closures again with add_closure; the audit row keeps their times." },

  async run({ db, caller, note }, { closureIds }) {
    const { timezone } = caller.workspace;
    const where = { id: { in: closureIds } };
    const rows = await db.closure.findMany({ where, orderBy: [{ startsAt: "asc" }, { id: "asc" }] });
    if (rows.length === 0) throw noSuchClosure("closureIds");
    await db.closure.deleteMany({ where });
    const removed = rows.map((row) => closureView.parse(toClosureView(row, timezone)));
    note({ before: { removed } });
    return { removed };
  },
});
