import "server-only";
import { z } from "zod";
import { expectedVersionField } from "@/lib/kernel/fields";
import { defineOperation, type TenantOperation } from "@/lib/kernel/operation";
import { lockRow, requireVersion } from "@/lib/kernel/versions";
import { readService, requireCategory } from "./read-service";
import { serviceFields as f, minorOf, SERVICE_STATUSES, serviceIdField, serviceView, toServiceView } from "./service";
import { warningsOf } from "./service-warnings";

const input = z.strictObject({
  serviceId: serviceIdField,
  name: f.name.optional(),
  durationMinutes: f.durationMinutes.optional(),
  price: f.price.optional(),
  status: z
    .enum(SERVICE_STATUSES)
    .optional()
    .meta({ description: "Archived services cannot be booked.", examples: ["active"] }),
  capacity: f.capacity.optional(),
  categoryId: f.categoryId.optional(),
  visibility: f.visibility.optional(),
  description: f.description.optional(),
  allowedTierIds: f.allowedTierIds.optional(),
  requireLogin: f.requireLogin.optional(),
  requiresStaff: f.requiresStaff.optional(),
  requiresResource: f.requiresResource.optional(),
  requiresConfirmation: f.requiresConfirmation.optional(),
  cooldownMinutes: f.cooldownMinutes.optional(),
  bufferBeforeMinutes: f.bufferBeforeMinutes.optional(),
  bufferAfterMinutes: f.bufferAfterMinutes.optional(),
  commissionType: f.commissionType.optional(),
  commissionValue: f.commissionValue.optional(),
  commissionCurrency: f.commissionCurrency.optional(),
  sortOrder: f.sortOrder.optional(),
  expectedVersion: expectedVersionField,
});

const output = serviceView.extend({
  /** What no longer fits, and the tool that settles it. */
  warnings: z.array(z.string()),
});

export const updateService: TenantOperation<typeof input, typeof output> = defineOperation({
  name: "update_service",
  title: "Update service",
  description:
    "Changes the named fields of a service and leaves the others. Bookings that exist keep the time and price they were made with; warnings names what no longer fits. Another capacity holds for the coming dates of a class, too. Pass expectedVersion to notice that somebody else changed it meanwhile.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input,
  output,
  renderType: "record",
  summary: ({ name, warnings }) => [`Service "${name}" updated`, ...warnings].join("; "),
  undo: {
    with: () => updateService,
    arguments: ({ entityId, before }) => ({ serviceId: entityId, ...input.partial().strip().parse(before) }),
  },

  async run(context, { serviceId, expectedVersion, price, ...fields }) {
    const { db, caller, note } = context;
    await lockRow(db, "services", serviceId);
    const before = await readService(context, serviceId);
    requireVersion(before.version, expectedVersion, serviceView, () => toServiceView(before));
    await requireCategory(context, fields.categoryId);
    const row = await db.service.update({
      where: { organisationId_id: { organisationId: caller.workspace.organisationId, id: serviceId } },
      data: {
        ...fields,
        ...(price === undefined ? {} : { priceMinor: minorOf(price, before.currency) }),
        version: { increment: 1 },
      },
    });
    const service = toServiceView(row);
    note({ entityId: serviceId, before: toServiceView(before), after: service });
    return { ...service, warnings: await warningsOf(context, before, row) };
  },
});
