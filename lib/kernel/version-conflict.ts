import { z } from "zod";
import { tenantDb } from "@/lib/db/client";
import { withTenant } from "@/lib/db/tenant";
import type { TenantCaller } from "./authorize";
import { OperationError } from "./errors";

const MOST_SHOWN = 5;
const conflicting = z.object({
  current: z.object({ id: z.string(), version: z.number() }),
  expectedVersion: z.number(),
});

/** Adds to a refused change who changed the record since it was read, and which fields: details.changes, the newest first. */
export async function withChanges(error: OperationError, { workspace }: TenantCaller): Promise<OperationError> {
  const conflict = error.code === "version_conflict" ? conflicting.safeParse(error.details) : undefined;
  if (!conflict?.success) return error;
  const { current, expectedVersion } = conflict.data;
  const since = current.version - expectedVersion;
  const events = await withTenant(workspace, async () =>
    tenantDb().auditEvent.findMany({
      where: { entityId: current.id, outcome: "done", effect: { not: "read" } },
      orderBy: { id: "desc" },
      take: Math.max(1, Math.min(since, MOST_SHOWN)),
      select: { id: true, actorLabel: true, occurredAt: true, operation: true, after: true },
    }),
  );
  const changes = events.map(({ id, actorLabel, occurredAt, operation, after }) => ({
    eventId: id,
    by: actorLabel,
    at: occurredAt.toISOString(),
    operation,
    fields: Object.keys(after ?? {}),
  }));
  return new OperationError("version_conflict", { details: { ...error.details, changes } });
}
