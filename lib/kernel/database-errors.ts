import { OperationError } from "./errors";

/** SQLSTATE classes and codes: https://www.postgresql.org/docs/18/errcodes-appendix.html */
const RETRYABLE = new Set(["40001", "40P01"]);
const UNAVAILABLE = /^(08...|53...|57P0.|25006|58...|XX000)$/;
const UNREACHABLE = /ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT/;
const NO_CONNECTION =
  /timeout exceeded when trying to connect|Connection terminated|not queryable|Unable to start a transaction/i;
/** Prisma's own codes, https://www.prisma.io/docs/orm/reference/error-reference */
const PRISMA_UNAVAILABLE = new Set(["P1001", "P1002", "P1008", "P1011", "P1017", "P2024", "P2028", "P2037"]);

/** Every code found in an error and its causes: SQLSTATEs, Prisma's and Node's. */
function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== "object" || error === null || depth > 6) return [];
  const { code, originalCode, cause, meta, driverAdapterError } = error as Record<string, unknown>;
  const own = [code, originalCode].filter((value): value is string => typeof value === "string");
  return [...own, ...[cause, meta, driverAdapterError].flatMap((inner) => codesOf(inner, depth + 1))];
}

/** Whether running the same transaction again may succeed (serialization failure, deadlock). */
export function isRetryable(error: unknown): boolean {
  return codesOf(error).some((code) => RETRYABLE.has(code) || code === "P2034");
}

/** Whether a unique or exclusion constraint refused the change; operations turn it into a conflict that names the field. */
export function isDuplicate(error: unknown): boolean {
  return codesOf(error).some((code) => code === "P2002" || code === "23505" || code === "23P01");
}

/** Raised by favcrm_admit_key: the key that makes this change was revoked, or its time was over, while the call ran. */
const KEY_ENDED = "FAV01";

/** The refusal a database error amounts to, or undefined when it is a fault of ours. */
export function fromDatabaseError(error: unknown): OperationError | undefined {
  const codes = codesOf(error);
  const message = error instanceof Error ? error.message : "";
  if (codes.includes(KEY_ENDED)) {
    return new OperationError("unauthenticated", {
      message: "The key was ended while this call ran, so nothing was changed.",
      hint: "Ask the owner of the workspace for a key that works (Settings → MCP Keys).",
      cause: error,
    });
  }
  if (isDuplicate(error)) return new OperationError("conflict", { cause: error });
  if (codes.some((code) => code === "P2025" || code === "P2003" || code === "23503")) {
    return new OperationError("not_found", { cause: error });
  }
  const isDown =
    codes.some((code) => UNAVAILABLE.test(code) || UNREACHABLE.test(code) || PRISMA_UNAVAILABLE.has(code)) ||
    UNREACHABLE.test(message) ||
    NO_CONNECTION.test(message);
  if (isDown || isRetryable(error)) {
    return new OperationError("unavailable", { details: { retryAfterSeconds: 2 }, cause: error });
  }
  return undefined;
}
