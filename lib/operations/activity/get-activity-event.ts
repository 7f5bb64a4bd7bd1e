import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { defineOperation } from "@/lib/kernel/operation";
import { activityDetail, eventIdField, toActivityView } from "./activity";

export const getActivityEvent = defineOperation({
  name: "get_activity_event",
  title: "Get one event",
  description:
    "Shows one event of the activity trail: its arguments (secrets left out), the record before and after, the event that undid it, and the request id. undo_change takes it back.",
  area: "activity",
  effect: "read",
  scopes: ["activity:read"],
  input: z.strictObject({ eventId: eventIdField }),
  output: activityDetail,
  renderType: "record",
  summary: ({ operation, outcome }) => `${operation}: ${outcome}`,

  async run({ db, caller }, { eventId }) {
    const { organisationId } = caller.workspace;
    const row = await db.auditEvent.findUnique({ where: { organisationId_id: { organisationId, id: eventId } } });
    if (!row) throw new OperationError("not_found", { message: "eventId: there is no such event" });
    const { before, after, undoneByEventId } = row;
    return { ...toActivityView(row), arguments: row.arguments, before, after, undoneByEventId };
  },
});
