import "server-only";
import { type DatabaseClient, systemDb } from "@/lib/db/client";
import { singleton } from "@/lib/singleton";
import { type AuditNote, type Caller, NOBODY } from "./context";
import { newId } from "./ids";
import { log } from "./log";
import type { AnyOperation } from "./operation";
import { redact, redactArguments } from "./redaction";
import { writeUnawaited } from "./unawaited";

export type Outcome = "done" | "refused" | "failed";

export interface CallRecord {
  operation: AnyOperation;
  caller: Caller;
  /** The organisation the call concerns when the caller had none yet (a sign-up that just made one). */
  organisationId?: string | undefined;
  rawInput: unknown;
  outcome: Outcome;
  errorCode?: string;
  summary?: string;
  note?: AuditNote;
  durationMs: number;
}

const FLUSH_DELAY_MS = 200;
const FLUSH_ROWS = 200;
const MAX_WAITING_ROWS = 10_000;

type AuditRow = ReturnType<typeof toRow>;

function toRow(call: CallRecord) {
  const { operation, caller, note } = call;
  const organisationId = call.organisationId ?? caller.workspace?.organisationId ?? null;
  const isAtHome = caller.workspace?.organisationId === organisationId;
  // A key of one organisation may sign up another or book with it; there it is nobody.
  const actor = caller.actor.type === "apiKey" && !isAtHome ? NOBODY : caller.actor;
  return {
    id: newId("evt"),
    organisation_id: organisationId,
    company_id: (isAtHome && caller.workspace?.companyId) || null,
    occurred_at: new Date().toISOString(),
    actor_type: actor.type,
    actor_id: actor.id,
    actor_label: actor.label,
    operation: operation.name,
    effect: note?.effect ?? operation.effect,
    outcome: call.outcome,
    error_code: call.errorCode ?? null,
    summary: call.summary ?? null,
    request_id: caller.requestId,
    surface: caller.surface,
    ip: caller.ip,
    client: caller.client,
    arguments: redactArguments(call.rawInput, operation.input),
    before: note?.before === undefined ? null : redact(note.before),
    after: note?.after === undefined ? null : redact(note.after),
    entity_id: note?.entityId ?? null,
    duration_ms: Math.round(call.durationMs),
  };
}

const COLUMNS = `id text, organisation_id text, company_id text, occurred_at timestamptz, actor_type text, actor_id text,
  actor_label text, operation text, effect text, outcome text, error_code text, summary text, request_id text, surface text,
  ip text, client text, arguments jsonb, before jsonb, after jsonb, entity_id text, duration_ms int`;
const SYSTEM_NAMES =
  "id, occurred_at, actor_type, operation, effect, outcome, error_code, summary, request_id, surface, ip, client, arguments, duration_ms";
const TENANT_NAMES = `${SYSTEM_NAMES}, organisation_id, company_id, actor_id, actor_label, before, after, entity_id`;

/** One statement for any number of rows; rows of no organisation go to the system's own trail. */
async function insertRows(db: DatabaseClient, rows: readonly AuditRow[]): Promise<void> {
  const ours = rows.filter((row) => row.organisation_id !== null);
  const system = rows.filter((row) => row.organisation_id === null);
  if (ours.length > 0) await db.$executeRawUnsafe(INSERT_OURS, JSON.stringify(ours));
  if (system.length > 0) await db.$executeRawUnsafe(INSERT_SYSTEM, JSON.stringify(system));
}

const insertInto = (table: string, names: string) =>
  `INSERT INTO ${table} (${names}) SELECT ${names} FROM jsonb_to_recordset($1::jsonb) AS r(${COLUMNS})`;
const INSERT_OURS = insertInto("audit_events", TENANT_NAMES);
/** A change by a key is written while the key works: fails with FAV01 when it was ended meanwhile, and until the commit nobody can end it. */
const INSERT_BY_KEY = `${INSERT_OURS} WHERE favcrm_admit_key(r.organisation_id, r.actor_id)`;
const INSERT_SYSTEM = insertInto("system_audit_events", SYSTEM_NAMES);

/**
 * Writes the row of a change in the change's own transaction, in whose COMMIT it travels: if it fails, the change fails. So
 * it is also where a change by a key that was revoked after the call was let in is stopped (docs/decisions/0030-a-revocation-waits.md).
 */
export async function auditChange(db: DatabaseClient, call: CallRecord): Promise<void> {
  const row = toRow(call);
  await writeUnawaited(db, insertFor(row), JSON.stringify([row]));
}

function insertFor({ organisation_id, actor_type }: AuditRow): string {
  if (organisation_id === null) return INSERT_SYSTEM;
  return actor_type === "apiKey" ? INSERT_BY_KEY : INSERT_OURS;
}

interface RefusalWriter {
  waiting: { row: AuditRow; stored: () => void }[];
  isWriting: boolean;
}

const refusals = () => singleton("audit-refusals", (): RefusalWriter => ({ waiting: [], isWriting: false }));

/**
 * Records a refused or failed call, after its rollback; resolves when it is stored. What comes while a statement is under
 * way goes with the next one together, so that a thousand refusals at once cost a few statements.
 */
export async function auditRefusal(call: CallRecord): Promise<void> {
  const writer = refusals();
  const stored = new Promise<void>((resolve) => void writer.waiting.push({ row: toRow(call), stored: resolve }));
  if (!writer.isWriting) void writeRefusals(writer);
  return stored;
}

async function writeRefusals(writer: RefusalWriter): Promise<void> {
  writer.isWriting = true;
  for (
    let batch = writer.waiting.splice(0, FLUSH_ROWS);
    batch.length > 0;
    batch = writer.waiting.splice(0, FLUSH_ROWS)
  ) {
    const rows = batch.map(({ row }) => row);
    // One row that the database does not take must not cost the others theirs.
    await insertRows(systemDb(), rows).catch(() => insertOneByOne(rows));
    for (const { stored } of batch) stored();
  }
  writer.isWriting = false;
}

async function insertOneByOne(rows: readonly AuditRow[]): Promise<void> {
  for (const row of rows) {
    try {
      await insertRows(systemDb(), [row]);
    } catch (error) {
      // The caller must still get the refusal; the log line keeps the trace when the database cannot.
      log().error({ err: error, operation: row.operation, requestId: row.request_id }, "audit of a refusal failed");
    }
  }
}

interface Batch {
  rows: AuditRow[];
  timer: NodeJS.Timeout | undefined;
  writing: Promise<void>;
}

const batch = () => singleton("audit-batch", (): Batch => ({ rows: [], timer: undefined, writing: Promise.resolve() }));

/** Records a read. Reads are written in batches, so a crash may lose the last fifth of a second of them; changes never. */
export function auditRead(call: CallRecord): void {
  const waiting = batch();
  waiting.rows.push(toRow(call));
  if (waiting.rows.length >= FLUSH_ROWS) void flushAudit();
  else waiting.timer ??= setTimeout(() => void flushAudit(), FLUSH_DELAY_MS);
}

/** Writes the reads that wait; resolves when they are stored. Call it before shutting down. */
export function flushAudit(): Promise<void> {
  const waiting = batch();
  clearTimeout(waiting.timer);
  waiting.timer = undefined;
  const rows = waiting.rows.splice(0);
  if (rows.length > 0) waiting.writing = waiting.writing.then(() => writeBatch(waiting, rows));
  return waiting.writing;
}

async function writeBatch(waiting: Batch, rows: AuditRow[]): Promise<void> {
  try {
    await insertRows(systemDb(), rows);
  } catch (error) {
    const kept = rows.slice(0, Math.max(0, MAX_WAITING_ROWS - waiting.rows.length));
    waiting.rows.unshift(...kept);
    waiting.timer ??= setTimeout(() => void flushAudit(), FLUSH_DELAY_MS * 10);
    log().error({ err: error, kept: kept.length, lost: rows.length - kept.length }, "audit of reads delayed");
  }
}
