import "server-only";
import { z } from "zod";
import { expectedVersionField } from "@/lib/kernel/fields";
import { defineOperation, type TenantOperation } from "@/lib/kernel/operation";
import { requireVersion } from "@/lib/kernel/versions";
import { addOnIdField, addOnView, addOnFields as f, readAddOn, toAddOnView } from "./add-on";
import { minorOf } from "./service";

const input = z.strictObject({
  addOnId: addOnIdField,
  name: f.name.optional(),
  durationMinutes: f.durationMinutes.optional(),
  price: f.price.optional(),
  expectedVersion: expectedVersionField,
});

export const updateServiceAddOn: TenantOperation<typeof input, typeof addOnView> = defineOperation({
  name: "update_service_add_on",
  title: "Update service add-on",
  description:
    "Changes the named fields of an add-on. Bookings that have it keep the time and price they were made with.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input,
  output: addOnView,
  renderType: "record",
  summary: ({ name }) => `Add-on "${name}" updated`,
  undo: {
    with: () => updateServiceAddOn,
    arguments: ({ entityId, before }) => {
      const { name, durationMinutes, price } = addOnView.parse(before);
      return { addOnId: entityId, name, durationMinutes, price };
    },
  },

  async run(context, { addOnId, expectedVersion, price, ...fields }) {
    const { db, caller, note } = context;
    const { organisationId } = caller.workspace;
    const before = await readAddOn(context, addOnId);
    const { currency } = before.service;
    requireVersion(before.version, expectedVersion, addOnView, () => toAddOnView(before, currency));
    const row = await db.serviceAddOn.update({
      where: { organisationId_id: { organisationId, id: addOnId } },
      data: {
        ...fields,
        ...(price === undefined ? {} : { priceMinor: minorOf(price, currency) }),
        version: { increment: 1 },
      },
    });
    const addOn = toAddOnView(row, currency);
    note({ entityId: addOnId, before: toAddOnView(before, currency), after: addOn });
    return addOn;
  },
});
