import "server-only";
import { ERROR_KINDS, isOperationError, OperationError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";

/** An answer with data is nobody else's business: no cache keeps it, no browser guesses its type. */
const PRIVATE = { "cache-control": "no-store", "x-content-type-options": "nosniff" } as const;

/** JSON for a program. */
export function answerJson(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { ...PRIVATE, "content-type": "application/json; charset=utf-8" },
  });
}

/** A refusal as the tools have it, with the HTTP status of its kind. */
export function answerError(error: OperationError): Response {
  const answer = answerJson({ error: error.toBody() }, ERROR_KINDS[error.kind].httpStatus);
  const wait = error.details?.retryAfterSeconds;
  if (typeof wait === "number") answer.headers.set("retry-after", String(wait));
  return answer;
}

/** Runs a route's work; refusals become their answer, anything else `internal`, and its text stays in the log. */
export async function answering(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (isOperationError(error)) return answerError(error);
    log().error({ err: error }, "a route failed");
    return answerError(new OperationError("internal"));
  }
}

/** Headers of a file to keep. The name is ours, never a stranger's. */
export function attachment(contentType: string, name: string): Record<string, string> {
  return {
    ...PRIVATE,
    "content-type": contentType,
    "content-disposition": `attachment; filename="${name}"`,
    "content-security-policy": "default-src 'none'; sandbox",
  };
}

/** The query of a request as arguments: single values, empty ones left out. */
export function queryOf(request: Request): Record<string, string> {
  const entries = [...new URL(request.url).searchParams].filter(([, value]) => value !== "");
  return Object.fromEntries(entries);
}

/** The body as text of at most `limit` bytes. Throws invalid_input when it is longer or not UTF-8. */
export async function textOf(request: Request, limit: number): Promise<string> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.byteLength > limit) {
    throw new OperationError("invalid_input", { message: `The body may have at most ${limit} bytes.` });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new OperationError("invalid_input", { message: "The body is not UTF-8.", cause });
  }
}

/** The body as a JSON object. Throws invalid_input for anything else. */
export async function jsonOf(request: Request, limit: number): Promise<Record<string, unknown>> {
  const text = await textOf(request, limit);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new OperationError("invalid_input", { message: "The body is not JSON.", cause });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new OperationError("invalid_input", { message: "The body must be a JSON object." });
}
