import "server-only";
import { z } from "zod";
import { Prisma } from "@/lib/db/client";
import { countOf, cursorField, limitField, listOf, pageOf, searchField } from "@/lib/kernel/fields";
import { anywhere, newestOf } from "@/lib/kernel/newest";
import { defineOperation } from "@/lib/kernel/operation";
import { SERVICE_FIELDS, SERVICE_STATUSES, type ServiceRow, serviceView, toServiceView } from "./service";

const newestServices = newestOf<ServiceRow>("services", SERVICE_FIELDS);

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
    const rows = await newestServices(db, {
      where: [
        Prisma.sql`deleted_at IS NULL`,
        status && Prisma.sql`status = ${status}`,
        search ? Prisma.sql`name ILIKE ${anywhere(search)}` : undefined,
      ],
      cursor,
      limit,
    });
    return pageOf(rows, limit, toServiceView, ({ id }) => id);
  },
});
