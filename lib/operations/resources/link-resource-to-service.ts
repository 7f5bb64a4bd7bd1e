import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { readService } from "../services/read-service";
import { serviceIdField } from "../services/service";
import { readResource } from "./read-resource";
import { resourceIdField } from "./resource";

export const linkResourceToService = defineOperation({
  name: "link_resource_to_service",
  title: "Link resource to service",
  description:
    "Says that a service can use a room or piece of equipment. With requiresResource, a booking takes one of the linked ones that is free.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: z.strictObject({ serviceId: serviceIdField, resourceId: resourceIdField }),
  output: z.object({
    serviceId: z.string(),
    resourceId: z.string(),
    serviceName: z.string(),
    resourceName: z.string(),
  }),
  renderType: "record",
  summary: ({ serviceName, resourceName }) => `${serviceName} can use ${resourceName}`,
  undo: { none: "Set the resource to inactive with update_resource to stop offering it." },

  async run(context, { serviceId, resourceId }) {
    const { db, caller, note } = context;
    const { organisationId, companyId } = caller.workspace;
    const service = await readService(context, serviceId);
    const resource = await readResource(context, resourceId);
    await db.serviceResource.createMany({
      data: [{ organisationId, companyId, serviceId, resourceId }],
      skipDuplicates: true,
    });
    note({ entityId: serviceId, after: { serviceId, resourceId } });
    return { serviceId, resourceId, serviceName: service.name, resourceName: resource.name };
  },
});
