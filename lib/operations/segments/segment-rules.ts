import "server-only";
import type { DatabaseClient, Prisma } from "@/lib/db/client";
import { OperationError } from "@/lib/kernel/errors";
import { invalidField, noSuch } from "@/lib/kernel/refusals";
import { fold } from "../accounts/search-text";
import { compileCriteria } from "./compile-criteria";
import { CRITERIA_GUIDE, type Criteria, CriteriaProblem, parseCriteria } from "./criteria";

/** Surely more are estimated: a million would cost seconds, and nobody acts on the last digits. */
const MOST_COUNTED = 100_000;
/** One account of so many is in the sample (accounts.in_sample). */
const SAMPLED = 62;
/** So much above the bound the sample leaves no doubt: twelve standard errors at 100,000. */
const SURELY = 1.3;

/** The live segment. Throws not_found. */
export async function requireSegment(db: DatabaseClient, id: string) {
  const row = await db.segment.findFirst({ where: { id, deletedAt: null } });
  if (!row) throw noSuch("segmentId", "segment", "list_segments");
  return row;
}

/** The key a name is unique by. Throws conflict with the segment that has it. */
export async function freeNameKey(db: DatabaseClient, name: string, exceptId?: string): Promise<string> {
  const nameKey = fold(name);
  const other = await db.segment.findFirst({
    where: { nameKey, deletedAt: null, ...(exceptId ? { id: { not: exceptId } } : {}) },
  });
  if (other) {
    throw new OperationError("conflict", {
      reason: "segmentName",
      message: `name: there is already a segment "${other.name}"`,
      hint: "Use it (details.segmentId), or choose another name.",
      details: { field: "name", segmentId: other.id, name: other.name },
    });
  }
  return nameKey;
}

/** Criteria as given, checked and compiled. Throws invalid_input that names the place in the tree. */
export async function checkCriteria(
  db: DatabaseClient,
  raw: unknown,
): Promise<{ criteria: Criteria | null; where: Prisma.AccountWhereInput }> {
  if (raw === null || raw === undefined) return { criteria: null, where: {} };
  try {
    const criteria = parseCriteria(raw);
    return { criteria, where: await compileCriteria(db, criteria, { isNew: true }) };
  } catch (error) {
    if (!(error instanceof CriteriaProblem)) throw error;
    const refusal = invalidField(error.field, error.rule);
    throw new OperationError("invalid_input", {
      message: refusal.message,
      hint: CRITERIA_GUIDE,
      details: refusal.details ?? {},
    });
  }
}

/** The filter for the members of a stored segment. */
export async function membersOf(
  db: DatabaseClient,
  segment: { id: string; segmentType: string; criteria: unknown },
): Promise<Prisma.AccountWhereInput> {
  if (segment.segmentType === "STATIC") return { segments: { some: { segmentId: segment.id } } };
  return compileCriteria(db, segment.criteria === null ? null : parseCriteria(segment.criteria));
}

/** How many live customers match: exact up to about 100,000, surely above it an estimate from the sample of the accounts. */
export async function countMatches(db: DatabaseClient, where: Prisma.AccountWhereInput, most = MOST_COUNTED) {
  const live = { AND: [{ deletedAt: null }, where] };
  const sampled = await db.account.count({ where: { AND: [{ inSample: true }, live] } });
  const estimate = estimateFromSample(sampled, most);
  if (estimate !== null) return { count: estimate, isExact: false };
  // Without a limit, which Prisma would put behind an order of the rows.
  return { count: await db.account.count({ where: live }), isExact: true };
}

/** What so many matches in the sample stand for, in two digits, for an estimate knows no more; null unless surely above `most`. */
export function estimateFromSample(matches: number, most = MOST_COUNTED): number | null {
  const estimate = SAMPLED * matches;
  if (estimate <= SURELY * most) return null;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(estimate)) - 1);
  return Math.round(estimate / unit) * unit;
}
