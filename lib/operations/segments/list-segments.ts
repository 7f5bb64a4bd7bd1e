import "server-only";
import { z } from "zod";
import { countOf, cursorField, limitField, listOf, pageOf, searchField } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { fold } from "../accounts/search-text";
import { segmentView, toSegmentView } from "./segment";

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
    const rows = await db.segment.findMany({
      where: {
        deletedAt: null,
        ...(cursor ? { id: { lt: cursor } } : {}),
        ...(search ? { nameKey: { contains: fold(search) } } : {}),
      },
      orderBy: { id: "desc" },
      take: limit + 1,
    });
    return pageOf(rows, limit, toSegmentView, ({ id }) => id);
  },
});
