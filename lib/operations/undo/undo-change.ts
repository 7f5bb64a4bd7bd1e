import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError, type RefusalReason } from "@/lib/kernel/errors";
import { executeWithin } from "@/lib/kernel/execute";
import { idField } from "@/lib/kernel/fields";
import { type AnyOperation, defineOperation, type Undo } from "@/lib/kernel/operation";
import { noSuch } from "@/lib/kernel/refusals";

type Inverse = Exclude<Undo, { none: string }>;
/** A change as the trail kept it. */
type Event = NonNullable<Awaited<ReturnType<TenantContext["db"]["auditEvent"]["findFirst"]>>>;

const refusal = (reason: RefusalReason, message: string, hint: string, details: Record<string, unknown> = {}) =>
  new OperationError("precondition_failed", { reason, message, hint, details });

export const undoChange = defineOperation({
  name: "undo_change",
  title: "Undo a change",
  description:
    "Takes one change of the activity back: an update, a creation, a deletion, a merge, an import. list_activity shows the events. Refused when the record was changed again since (undo that first), when the effect cannot be taken back, or when the key may not do the inverse itself.",
  area: "activity",
  effect: "update",
  scopes: ["activity:read"],
  input: z.strictObject({ eventId: idField("evt", "Id of the event, from list_activity.") }),
  output: z.object({
    eventId: z.string(),
    undone: z.string(),
    by: z.string(),
    undoneByEventId: z.string(),
    entityId: z.string().nullable(),
    result: z.string(),
  }),
  renderType: "record",
  summary: ({ undone, result }) => `${undone} undone: ${result}`,
  undo: { none: "An undo is a change like any other; call undo_change with the event of its inverse." },

  async run(context, { eventId }) {
    const { db, caller, note } = context;
    // Two at once: the second waits here and then sees that it is done.
    await db.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`undo:${eventId}`}, 0))::text`;
    const event = await db.auditEvent.findFirst({ where: { id: eventId, outcome: "done", effect: { not: "read" } } });
    if (!event) throw noSuch("eventId", "change", "list_activity");
    const operation = await operationNamed(event.operation);
    const inverse = await inverseOf(context, event, operation);
    await requireLatest(context, event, inverse.operation.name);
    const answer = await executeWithin(context, inverse.operation, inverse.arguments);
    const [written] = await db.auditEvent.findMany({
      where: { requestId: caller.requestId, operation: inverse.operation.name },
      orderBy: { id: "desc" },
      take: 1,
      select: { id: true },
    });
    const undoneByEventId = written?.id ?? "";
    await db.$executeRaw`UPDATE audit_events SET undone_by_event_id = ${undoneByEventId} WHERE id = ${eventId}`;
    note({ before: { eventId }, after: { undoneByEventId } });
    return {
      eventId,
      undone: event.operation,
      by: inverse.operation.name,
      undoneByEventId,
      entityId: event.entityId,
      result: answer.summary,
    };
  },
});

async function operationNamed(name: string): Promise<AnyOperation | undefined> {
  // Late, because the registry holds this operation too.
  const { operations } = await import("@/lib/operations");
  return operations.find((operation) => operation.name === name);
}

/** The call that takes an event back. Throws precondition_failed when there is none. */
async function inverseOf({ caller }: TenantContext, event: Event, operation: AnyOperation | undefined) {
  const undo = operation?.undo;
  if (event.undoneByEventId)
    throw refusal("undone", "This change was already undone.", "Nothing to do.", {
      undoneByEventId: event.undoneByEventId,
    });
  if (!undo || "none" in undo)
    throw refusal("notUndoable", "This change cannot be undone.", undo?.none ?? "Make the opposite change by hand.");
  if (event.companyId !== caller.workspace.companyId) {
    throw refusal(
      "otherCompany",
      "This change was made in another company.",
      "Call switch_company, or send X-Company-Id.",
      {
        companyId: event.companyId,
      },
    );
  }
  const { entityId, before, after } = event;
  // A call that found everything as it should be, such as a second check-in.
  if ([entityId, before, after].every((value) => value === null))
    throw refusal("changedNothing", "This call changed nothing.", "Nothing to do.");
  if ([before, after].some((values) => isMarked(values, "truncated"))) {
    throw refusal("notUndoable", "The earlier values were too large to be kept.", "Make the opposite change by hand.");
  }
  if ([before, after].some((values) => isMarked(values, "erased"))) {
    throw refusal(
      "undoErased",
      "The earlier values went when a customer's personal data was erased.",
      "Nothing can bring them back; make the opposite change by hand.",
    );
  }
  return { operation: undo.with(), arguments: argumentsOf(undo, { entityId, before, after }) };
}

/** The inverse's arguments. Values that do not hold what it needs are a refusal, never a fault of the server. */
function argumentsOf(undo: Inverse, kept: Parameters<Inverse["arguments"]>[0]) {
  try {
    return undo.arguments(kept);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw refusal("notUndoable", "The earlier values were not kept whole.", "Make the opposite change by hand.");
  }
}

function isMarked(values: unknown, mark: "truncated" | "erased"): boolean {
  return (
    typeof values === "object" && values !== null && Object.entries(values).some(([k, v]) => k === mark && v === true)
  );
}

/** Refuses to take back what something later was built on: its values would be lost without a word. */
async function requireLatest({ db }: TenantContext, event: Event, inverse: string): Promise<void> {
  if (event.entityId === null) return;
  const later = await db.auditEvent.findMany({
    where: {
      entityId: event.entityId,
      outcome: "done",
      effect: { not: "read" },
      undoneByEventId: null,
      id: { not: event.id },
      occurredAt: { gte: event.occurredAt },
    },
    orderBy: { occurredAt: "desc" },
    take: 50,
  });
  const inverses = await db.auditEvent.findMany({
    where: { undoneByEventId: { in: later.map(({ id }) => id) } },
    select: { undoneByEventId: true },
  });
  const isInverse = new Set(inverses.map(({ undoneByEventId }) => undoneByEventId));
  const newer = later.find(
    ({ id, occurredAt }) => !isInverse.has(id) && (occurredAt > event.occurredAt || id > event.id),
  );
  if (newer?.operation === inverse && inverse !== event.operation) {
    throw refusal("undone", "This change was already undone.", "Nothing to do.", { undoneByEventId: newer.id });
  }
  if (newer) {
    throw refusal(
      "changedSince",
      `The record was changed again since, by ${newer.operation}.`,
      "Undo that change first (details.eventId), or change the record by hand.",
      { eventId: newer.id },
    );
  }
}
