import type pg from "pg";
import { listServicesPlainly, openPlainPool } from "../../../plain-sql";
import { databaseUrl } from "../../settings";

export const dynamic = "force-dynamic";

let pool: pg.Pool | undefined;

/** The floor of list_services: a Next route handler, `pg`, two statements, nothing else. */
export async function POST(request: Request): Promise<Response> {
  const { id } = (await request.json()) as { id: unknown };
  pool ??= openPlainPool(databaseUrl);
  const body = await listServicesPlainly(pool, request.headers.get("authorization"), id);
  return new Response(body, { headers: { "content-type": "application/json" } });
}
