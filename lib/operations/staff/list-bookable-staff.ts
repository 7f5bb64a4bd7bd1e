import "server-only";
import { z } from "zod";
import { countOf, cursorField, limitField, listOf, pageOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { serviceIdField } from "../services/service";
import { staffView } from "./staff";

const bookableView = staffView.extend({ phone: z.string().nullable(), serviceIds: z.array(z.string()) });

export const listBookableStaff = defineOperation({
  name: "list_bookable_staff",
  title: "List bookable staff",
  description:
    "Lists the people who can be booked, with or without a login, and the services each one gives. Their hours: get_opening_hours with staffId. People who only sign in are in list_staff.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({ serviceId: serviceIdField.optional(), limit: limitField, cursor: cursorField }),
  output: listOf(bookableView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "person", "people"),

  async run({ db }, { serviceId, limit, cursor }) {
    const rows = await db.staffMember.findMany({
      where: {
        archivedAt: null,
        ...(serviceId ? { services: { some: { serviceId } } } : {}),
        ...(cursor ? { id: { gt: cursor } } : {}),
      },
      orderBy: { id: "asc" },
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
