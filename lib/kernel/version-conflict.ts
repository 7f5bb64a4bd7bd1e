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
      select: { id: true, actorLabel: true, occurredAt: true, operation: true, before: true, after: true },
    }),
  );
  const changes = events.map(({ id, actorLabel, occurredAt, operation, before, after }) => ({
    eventId: id,
    by: actorLabel,
    at: occurredAt.toISOString(),
    operation,
    fields: differing(before, after),
  }));
  return new OperationError("version_conflict", { details: { ...error.details, changes } });
}

const record = z.record(z.string(), z.unknown()).catch({});

/** The fields that an event left otherwise than they were; some events hold whole records, others only what changed. */
function differing(before: unknown, after: unknown): string[] {
  const [was, is] = [record.parse(before), record.parse(after)];
  const fields = Object.keys(is).filter((field) => field !== "version" && field !== "updatedAt");
  return fields.filter((field) => JSON.stringify(was[field]) !== JSON.stringify(is[field])).sort();
}
