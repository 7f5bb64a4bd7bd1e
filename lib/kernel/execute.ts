import "server-only";
import type { z } from "zod";
import { type DatabaseClient, systemDb, tenantDb } from "@/lib/db/client";
import { becomeTenant, withTenant } from "@/lib/db/tenant";
import { auditChange, auditRead, auditRefusal, type CallRecord } from "./audit";
import { authorize, type TenantCaller } from "./authorize";
import type { AuditNote, Caller, SystemContext, TenantContext } from "./context";
import { fromDatabaseError, isRetryable } from "./database-errors";
import { isOperationError, OperationError } from "./errors";
import { claimIdempotencyKey, storeAnswer } from "./idempotency";
import { inLane } from "./lane";
import { log } from "./log";
import { observeCall } from "./observe-call";
import {
  type AnyOperation,
  type InputSchema,
  isTenantOperation,
  type Operation,
  type OutputSchema,
  type RenderType,
  type SystemOperation,
  type TenantOperation,
} from "./operation";
import { queueMail } from "./outbox";
import { enforceCallQuota } from "./quota";
import { inputSchemaOf, validate } from "./validation";
import { withChanges } from "./version-conflict";

/** What every surface shows of a successful call. */
export interface Answer<Data> {
  data: Data;
  /** One line for people. */
  summary: string;
  renderType: RenderType;
}

const MAX_ATTEMPTS = 3;
/** Longer than any operation should take; a stuck one frees its connection and locks. */
const TRANSACTION = { maxWait: 10_000, timeout: 20_000 } as const;

/**
 * The only way to run an operation: authorizes, validates, opens the transaction, runs, audits and strips, in this order.
 * Throws OperationError only; whatever else goes wrong becomes `unavailable` or `internal`, and its text stays in the log.
 */
export function execute<I extends InputSchema, O extends OutputSchema>(
  operation: Operation<I, O>,
  caller: Caller,
  rawInput: unknown,
): Promise<Answer<z.output<O>>> {
  return observeCall(operation, caller, () => carryOut(operation, caller, rawInput));
}

async function carryOut<I extends InputSchema, O extends OutputSchema>(
  operation: Operation<I, O>,
  caller: Caller,
  rawInput: unknown,
): Promise<Answer<z.output<O>>> {
  const startedAt = performance.now();
  const note: AuditNote = {};
  const record = (outcome: CallRecord["outcome"], more: Partial<CallRecord> = {}): CallRecord => ({
    operation,
    caller,
    organisationId: note.organisationId,
    rawInput,
    outcome,
    note,
    durationMs: performance.now() - startedAt,
    ...more,
  });
  try {
    return isTenantOperation(operation)
      ? await runForTenant(operation, authorize(operation, caller), rawInput, note, record)
      : await runForSystem(operation, authorizeSystem(operation, caller), rawInput, note, record);
  } catch (error) {
    const refusal = toRefusal(error, caller.requestId);
    await auditRefusal(record(refusal.kind === "internal" ? "failed" : "refused", { errorCode: refusal.code }));
    throw refusal;
  }
}

type Recorder = (outcome: CallRecord["outcome"], more?: Partial<CallRecord>) => CallRecord;

async function runForTenant<I extends InputSchema, O extends OutputSchema>(
  operation: TenantOperation<I, O>,
  caller: TenantCaller,
  rawInput: unknown,
  note: AuditNote,
  record: Recorder,
): Promise<Answer<z.output<O>>> {
  const input = validate(inputSchemaOf(operation), rawInput);
  await enforceCallQuota(caller);
  const context = (db: DatabaseClient): TenantContext => ({
    caller,
    db,
    note: (more) => void Object.assign(note, more),
    queueMail: (mail) => queueMail(db, { ...mail, organisationId: caller.workspace.organisationId }),
  });
  return withTenant(caller.workspace, async () => {
    if (operation.effect === "read") {
      const answer = toAnswer(operation, await operation.run(context(tenantDb()), input as z.output<I>));
      auditRead(record("done", { summary: answer.summary }));
      return answer;
    }
    const change = () =>
      inTransaction(tenantDb(), async (db) => {
        const { output, isReplay } = await runOnce(operation, context(db), input);
        const answer = toAnswer(operation, output, caller.workspace.companyName);
        await auditChange(db, record("done", { summary: isReplay ? `${answer.summary} (repeated)` : answer.summary }));
        return answer;
      });
    return lineUp(operation, caller, input, change);
  }).catch(async (error: unknown) => {
    throw isOperationError(error) ? await withChanges(error, caller) : error;
  });
}

/** A call with an idempotencyKey waits for its own turn: it may be a repeated one, whose answer is stored. */
function lineUp<I extends InputSchema, O extends OutputSchema, T>(
  { lane }: TenantOperation<I, O>,
  caller: TenantCaller,
  input: Record<string, unknown>,
  change: () => Promise<T>,
): Promise<T> {
  if (!lane) return change();
  const own = input as z.output<I>;
  const takesAnswer = input.idempotencyKey === undefined && lane.takesAnswer(own);
  return inLane(`${caller.workspace.companyId} ${lane.of(own)}`, { ...lane, takesAnswer }, change);
}

/**
 * Runs another operation inside the transaction of the one that asks, with its own checks and audit row: both happen or
 * neither. For operations that change something in the same company.
 */
export async function executeWithin(
  context: TenantContext,
  operation: AnyOperation,
  rawInput: unknown,
): Promise<Answer<unknown>> {
  if (!isTenantOperation(operation) || operation.effect === "read") throw new OperationError("precondition_failed");
  const startedAt = performance.now();
  const caller = authorize(operation, context.caller);
  const input = validate(inputSchemaOf(operation), rawInput);
  const note: AuditNote = {};
  const inner: TenantContext = { ...context, note: (more) => void Object.assign(note, more) };
  const { output } = await runOnce(operation, inner, input);
  const answer = toAnswer(operation, output, caller.workspace.companyName);
  const durationMs = performance.now() - startedAt;
  await auditChange(context.db, {
    operation,
    caller,
    rawInput,
    outcome: "done",
    summary: answer.summary,
    note,
    durationMs,
  });
  // The call that asks names the company in its own line.
  return { ...answer, summary: operation.summary(answer.data) };
}

async function runOnce<I extends InputSchema, O extends OutputSchema>(
  operation: TenantOperation<I, O>,
  context: TenantContext,
  input: Record<string, unknown>,
): Promise<{ output: z.input<O>; isReplay: boolean }> {
  const { idempotencyKey: key, ...own } = input;
  // An operation may declare a key of its own; then it is an argument like any other.
  const isKeyed = typeof key === "string" && !("idempotencyKey" in operation.input.shape);
  const argumentsOfRun = (isKeyed ? own : input) as z.output<I>;
  if (!isKeyed) return { output: await operation.run(context, argumentsOfRun), isReplay: false };
  const stored = await claimIdempotencyKey(operation, context, key, input);
  if (stored) {
    const output = operation.reissue ? await operation.reissue(context, stored) : (stored as z.input<O>);
    return { output, isReplay: true };
  }
  const output = await operation.run(context, argumentsOfRun);
  await storeAnswer(operation, context, key, output);
  return { output, isReplay: false };
}

async function runForSystem<I extends InputSchema, O extends OutputSchema>(
  operation: SystemOperation<I, O>,
  caller: Caller,
  rawInput: unknown,
  note: AuditNote,
  record: Recorder,
): Promise<Answer<z.output<O>>> {
  const input = validate(inputSchemaOf(operation), rawInput) as z.output<I>;
  const context = (system: DatabaseClient, within: SystemContext["within"]): SystemContext => ({
    caller,
    system,
    within,
    note: (more) => void Object.assign(note, more),
    queueMail: (mail) => queueMail(system, mail),
  });
  const alone = context(systemDb(), (tenant, work) => withTenant(tenant, () => work(tenantDb())));
  const admitted = await operation.admit?.(alone, input);
  if (operation.effect === "read") {
    const answer = toAnswer(operation, await operation.run(alone, input, admitted));
    auditRead(record("done", { summary: answer.summary }));
    return answer;
  }
  return inTransaction(systemDb(), async (system) => {
    const inside: SystemContext["within"] = async (tenant, work) => {
      await becomeTenant(system, tenant);
      // The row of the change belongs to whom it concerns.
      note.organisationId = tenant.organisationId;
      return work(system);
    };
    const answer = toAnswer(operation, await operation.run(context(system, inside), input, admitted));
    await auditChange(system, record("done", { summary: answer.summary }));
    return answer;
  });
}

function authorizeSystem(operation: { access: "public" | "personal" }, caller: Caller): Caller {
  if (operation.access === "personal" && !caller.userId) throw new OperationError("unauthenticated");
  return caller;
}

/** Runs `work` in one transaction; a serialization failure or deadlock is tried again from the start. */
async function inTransaction<T>(
  client: ReturnType<typeof tenantDb>,
  work: (db: DatabaseClient) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await client.$transaction(work, TRANSACTION);
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || !isRetryable(error)) throw error;
    }
  }
}

/** `company` is named to whoever changed something in it. */
function toAnswer<O extends OutputSchema>(
  operation: Operation<InputSchema, O>,
  output: z.input<O>,
  company?: string,
): Answer<z.output<O>> {
  const data = operation.output.parse(output);
  const line = operation.summary(data);
  return { data, summary: company ? `${line} · ${company}` : line, renderType: operation.renderType };
}

function toRefusal(error: unknown, requestId: string): OperationError {
  if (isOperationError(error)) return error;
  const known = fromDatabaseError(error);
  if (known) {
    if (known.kind === "unavailable") log().warn({ err: error, requestId }, "database unavailable");
    return known;
  }
  log().error({ err: error, requestId }, "operation failed");
  return new OperationError("internal", { details: { requestId }, cause: error });
}
