import type pg from "pg";
import type { ServiceRow } from "@/lib/operations/services/service";
import { SERVICE_COLUMNS, toItem } from "../item";
import type { PlainCaller } from "./key";

const LIST_SQL = `
  SELECT ${SERVICE_COLUMNS} FROM services
  WHERE organisation_id = $1 AND company_id = $2 AND deleted_at IS NULL
  ORDER BY id DESC LIMIT $3`;

const LIMIT = 20;

/** `pg` reads a bigint as text. */
type PlainRow = Omit<ServiceRow, "priceMinor"> & { priceMinor: string };

/** The newest services of the caller's company, as the product shows them, and whether there are more. */
export async function servicesOf(pool: pg.Pool, caller: PlainCaller, limit: number) {
  const listed = await pool.query<PlainRow>(LIST_SQL, [caller.organisation_id, caller.company_id, limit + 1]);
  const items = listed.rows.slice(0, limit).map((row) => toItem({ ...row, priceMinor: BigInt(row.priceMinor) }));
  return { items, hasMore: listed.rows.length > limit };
}

/** list_services: one statement, in the same shape and size as the product's answer. */
export async function listServices(pool: pg.Pool, caller: PlainCaller) {
  const { items, hasMore } = await servicesOf(pool, caller, LIMIT);
  const data = { items, nextCursor: hasMore ? items.at(-1)?.id : undefined };
  return { data, summary: `${items.length} services`, renderType: "table" };
}
