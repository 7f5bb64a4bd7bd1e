import "server-only";
import { z } from "zod";
import { countOf, cursorField, limitField, listOf, pageOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { accountBrief, toAccountBrief } from "../accounts/account";
import { findAccountPage } from "../accounts/find-page";
import { segmentIdField } from "./segment";
import { membersOf, requireSegment } from "./segment-rules";

export const getSegmentMembers = defineOperation({
  name: "get_segment_members",
  title: "List a segment's customers",
  description: "Lists the customers who belong to a segment now, newest first. Next: get_member_profile, attach_tags.",
  area: "segments",
  effect: "read",
  scopes: ["segments:read", "contacts:read"],
  input: z.strictObject({ segmentId: segmentIdField, limit: limitField, cursor: cursorField }),
  output: listOf(accountBrief),
  renderType: "table",
  summary: ({ items, nextCursor }) =>
    `${countOf(items.length, "customer")}${nextCursor ? ", more on the next page" : ""}`,

  async run({ db, caller }, { segmentId, limit, cursor }) {
    const where = await membersOf(db, await requireSegment(db, segmentId));
    const rows = await findAccountPage(db, { where, sort: "createdAt", descending: true, cursor, limit });
    return pageOf(
      rows,
      limit,
      (row) => toAccountBrief(row, caller.role === "staff"),
      ({ id }) => id,
    );
  },
});
