import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { readService } from "../services/read-service";
import { serviceIdField } from "../services/service";
import { readResource } from "./read-resource";
import { resourceIdField } from "./resource";

export const unlinkResourceFromService = defineOperation({
  name: "unlink_resource_from_service",
  title: "Unlink resource from service",
  description:
    "Says that a service no longer uses a room or piece of equipment. Bookings that exist keep it. link_resource_to_service brings it back.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: z.strictObject({ serviceId: serviceIdField, resourceId: resourceIdField }),
  output: z.object({ serviceId: z.string(), resourceId: z.string(), wasLinked: z.boolean() }),
  renderType: "record",
  summary: ({ wasLinked }) => (wasLinked ? "No longer linked" : "Was not linked"),
  undo: { none: "link_resource_to_service brings the link back." },

  async run(context, { serviceId, resourceId }) {
    const { db, note } = context;
    await readService(context, serviceId);
    await readResource(context, resourceId);
    const { count } = await db.serviceResource.deleteMany({ where: { serviceId, resourceId } });
    note({ entityId: serviceId, before: { serviceId, resourceId } });
    return { serviceId, resourceId, wasLinked: count > 0 };
  },
});
