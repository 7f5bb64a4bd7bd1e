import "server-only";
import { z } from "zod";
import { Prisma } from "@/lib/db/client";
import { countOf, cursorField, limitField, listOf, pageOf, searchField } from "@/lib/kernel/fields";
import { anywhere, newestOf } from "@/lib/kernel/newest";
import { defineOperation } from "@/lib/kernel/operation";
import { fold } from "../accounts/search-text";
import { SEGMENT_FIELDS, type SegmentRow, segmentView, toSegmentView } from "./segment";

const newestSegments = newestOf<SegmentRow>("segments", SEGMENT_FIELDS);

export const listSegments = defineOperation({
  name: "list_segments",
  title: "List segments",
  description:
    "Lists the groups of customers that were saved, newest first. get_segment adds the live count, get_segment_members the customers.",
  area: "segments",
  effect: "read",
  scopes: ["segments:read"],
  input: z.strictObject({ search: searchField, limit: limitField, cursor: cursorField }),
  output: listOf(segmentView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "segment"),

  async run({ db }, { search, limit, cursor }) {
    const named = search ? Prisma.sql`name_key LIKE ${anywhere(fold(search))}` : undefined;
    const rows = await newestSegments(db, { where: [Prisma.sql`deleted_at IS NULL`, named], cursor, limit });
    return pageOf(rows, limit, toSegmentView, ({ id }) => id);
  },
});
