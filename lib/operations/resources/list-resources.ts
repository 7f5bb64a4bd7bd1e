import "server-only";
import { z } from "zod";
import { countOf, cursorField, limitField, listOf, pageOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { resourceView } from "./resource";

const listed = resourceView.extend({ serviceIds: z.array(z.string()) });

export const listResources = defineOperation({
  name: "list_resources",
  title: "List resources",
  description: "Lists rooms and equipment that bookings can need, with the services that use each, newest first.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({ limit: limitField, cursor: cursorField }),
  output: listOf(listed),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "resource"),

  async run({ db }, { limit, cursor }) {
    const rows = await db.resource.findMany({
      where: { deletedAt: null, ...(cursor ? { id: { lt: cursor } } : {}) },
      orderBy: { id: "desc" },
      take: limit + 1,
      include: { services: { select: { serviceId: true } } },
    });
    return pageOf(
      rows,
      limit,
      ({ services, ...row }) => ({ ...row, serviceIds: services.map((link) => link.serviceId) }),
      ({ id }) => id,
    );
  },
});
