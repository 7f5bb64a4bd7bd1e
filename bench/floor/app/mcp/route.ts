import type pg from "pg";
import { answerPlainly, type ToolCall } from "../../../plain/endpoint";
import { openPlainPool } from "../../../plain/key";
import { databaseUrl } from "../../settings";

export const dynamic = "force-dynamic";

let pool: pg.Pool | undefined;

/** The floor of a tool: a Next route handler, `pg`, the tool's statements, nothing else. */
export async function POST(request: Request): Promise<Response> {
  const call = (await request.json()) as ToolCall;
  pool ??= openPlainPool(databaseUrl);
  const body = await answerPlainly(pool, request.headers.get("authorization"), call);
  return new Response(body, { headers: { "content-type": "application/json" } });
}
