import "server-only";
import { z } from "zod";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { archiveService } from "./archive-service";
import { requireCategory } from "./read-service";
import { serviceFields as f, minorOf, SERVICE_STATUSES, SERVICE_TYPES, serviceView, toServiceView } from "./service";

export const createService = defineOperation({
  name: "create_service",
  title: "Create service",
  description:
    "Creates something customers can book: a one_on_one appointment or a class with several places. For appointments, set opening hours (set_opening_hours) and, with requiresStaff, assign staff (assign_staff_to_service). For a class, add its times with create_service_schedule.",
  area: "bookings",
  effect: "create",
  scopes: ["bookings:write"],
  input: z.strictObject({
    name: f.name,
    durationMinutes: f.durationMinutes,
    type: z
      .enum(SERVICE_TYPES)
      .default("one_on_one")
      .meta({ description: "one_on_one: an appointment; class: several people at one time.", examples: ["class"] }),
    price: f.price.default("0"),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, "must be an ISO 4217 code")
      .optional()
      .meta({ description: "ISO 4217 code. Default: the company's currency.", examples: ["HKD"] }),
    status: z
      .enum(SERVICE_STATUSES)
      .default("active")
      .meta({ description: "Archived services cannot be booked.", examples: ["active"] }),
    capacity: f.capacity.default(1),
    categoryId: f.categoryId.optional(),
    visibility: f.visibility.default("public"),
    allowedTierIds: f.allowedTierIds.optional(),
    requireLogin: f.requireLogin.default(true),
    requiresStaff: f.requiresStaff.default(false),
    requiresResource: f.requiresResource.default(false),
    requiresConfirmation: f.requiresConfirmation.default(false),
    cooldownMinutes: f.cooldownMinutes.default(0),
    bufferBeforeMinutes: f.bufferBeforeMinutes.default(0),
    bufferAfterMinutes: f.bufferAfterMinutes.default(0),
    commissionType: f.commissionType.optional(),
    commissionValue: f.commissionValue.optional(),
    commissionCurrency: f.commissionCurrency.optional(),
    sortOrder: f.sortOrder.default(0),
    description: f.description.optional(),
  }),
  output: serviceView,
  renderType: "record",
  summary: ({ name, durationMinutes, price, currency }) =>
    `Service "${name}" created: ${durationMinutes} minutes, ${currency} ${price}`,
  undo: { with: () => archiveService, arguments: ({ entityId }) => ({ serviceId: entityId }) },

  async run(context, { price, currency: asked, ...fields }) {
    const { db, caller, note } = context;
    const { organisationId, companyId } = caller.workspace;
    await requireCategory(context, fields.categoryId);
    const currency = asked ?? caller.workspace.currency;
    const row = await db.service.create({
      data: { organisationId, companyId, id: newId("svc"), ...fields, currency, priceMinor: minorOf(price, currency) },
    });
    const service = toServiceView(row);
    note({ entityId: row.id, after: service });
    return service;
  },
});
