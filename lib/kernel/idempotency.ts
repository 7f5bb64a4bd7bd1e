import { createHash } from "node:crypto";
import type { TenantContext } from "./context";
import { OperationError } from "./errors";
import type { OutputSchema } from "./operation";
import { secretFieldsOf } from "./redaction";

const LIFE_HOURS = 24;

/** The same JSON whatever the order of keys, so that equal arguments have equal hashes. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

function hashOf(input: Record<string, unknown>): string {
  const { idempotencyKey: _, ...rest } = input;
  return createHash("sha256").update(canonical(rest)).digest("hex");
}

interface Stored {
  inputHash: string;
  output: Record<string, unknown> | null;
}

/**
 * Claims the key in the call's own transaction. Returns undefined when this call is the first and shall run, else the
 * stored answer. A call that runs in parallel with the first waits on the row and then replays.
 * Scope: organisation, actor and operation. Throws idempotency_conflict when the arguments differ.
 */
export async function claimIdempotencyKey(
  operation: { name: string },
  context: TenantContext,
  key: string,
  input: Record<string, unknown>,
): Promise<Record<string, unknown> | undefined> {
  const { db, caller } = context;
  const { organisationId } = caller.workspace;
  const actorId = caller.actor.id ?? "";
  const inputHash = hashOf(input);
  const claimed = await db.$executeRaw`
    INSERT INTO idempotency_records AS r (organisation_id, actor_id, operation, key, input_hash, output, expires_at)
    VALUES (${organisationId}, ${actorId}, ${operation.name}, ${key}, ${inputHash}, 'null'::jsonb,
            now() + ${LIFE_HOURS}::int * interval '1 hour')
    ON CONFLICT (organisation_id, actor_id, operation, key) DO UPDATE
      SET input_hash = excluded.input_hash, output = excluded.output, expires_at = excluded.expires_at, created_at = now()
      WHERE r.expires_at <= now()`;
  if (claimed === 1) return undefined;
  const [stored] = await db.$queryRaw<Stored[]>`
    SELECT input_hash AS "inputHash", output FROM idempotency_records
    WHERE organisation_id = ${organisationId} AND actor_id = ${actorId}
      AND operation = ${operation.name} AND key = ${key}`;
  if (!stored?.output || stored.inputHash !== inputHash) throw new OperationError("idempotency_conflict");
  return stored.output;
}

/** Keeps the answer for replays, without its secret fields. */
export async function storeAnswer(
  operation: { name: string; output: OutputSchema },
  context: TenantContext,
  key: string,
  output: unknown,
): Promise<void> {
  const secrets = secretFieldsOf(operation.output);
  const kept = Object.fromEntries(Object.entries(output as object).filter(([field]) => !secrets.includes(field)));
  await context.db.$executeRaw`
    UPDATE idempotency_records SET output = ${JSON.stringify(kept)}::jsonb
    WHERE organisation_id = ${context.caller.workspace.organisationId} AND actor_id = ${context.caller.actor.id ?? ""}
      AND operation = ${operation.name} AND key = ${key}`;
}
