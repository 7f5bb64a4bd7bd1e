import "server-only";
import { z } from "zod";
import { countOf, cursorField, limitField, listOf, pageOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { activityFilters, activityView, toActivityView } from "./activity";
import { findActivity } from "./query";

export const listActivity = defineOperation({
  name: "list_activity",
  title: "List activity",
  description:
    "Lists what every key and person did in the organisation, newest first: calls, changes and refusals (effect change leaves out what was only read or refused), with who, when and from where. Use get_activity_event for the arguments and what changed.",
  area: "activity",
  effect: "read",
  scopes: ["activity:read"],
  input: z.strictObject({ ...activityFilters, limit: limitField, cursor: cursorField }),
  output: listOf(activityView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "event"),

  async run({ db, caller }, { limit, cursor, ...filters }) {
    const rows = await findActivity(db, caller.workspace.organisationId, filters, { take: limit + 1, cursor });
    return pageOf(rows, limit, toActivityView, ({ id }) => id);
  },
});
