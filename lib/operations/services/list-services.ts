import "server-only";
import { z } from "zod";
import { containing, countOf, cursorField, limitField, listOf, pageOf, searchField } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { SERVICE_STATUSES, serviceView, toServiceView } from "./service";

export const listServices = defineOperation({
  name: "list_services",
  title: "List services",
  description:
    "Lists what customers can book, newest first: name, type, duration, price, capacity, status. Use it before taking a booking. A new workspace has none: an empty list is a success.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({
    search: searchField,
    status: z
      .enum(SERVICE_STATUSES)
      .optional()
      .meta({ description: "Only services in this status.", examples: ["active"] }),
    limit: limitField,
    cursor: cursorField,
  }),
  output: listOf(serviceView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "service"),

  async run({ db }, { search, status, limit, cursor }) {
    const rows = await db.service.findMany({
      where: {
        deletedAt: null,
        ...(cursor ? { id: { lt: cursor } } : {}),
        ...(status ? { status } : {}),
        ...(search ? { name: containing(search) } : {}),
      },
      orderBy: { id: "desc" },
      take: limit + 1,
    });
    return pageOf(rows, limit, toServiceView, ({ id }) => id);
  },
});
