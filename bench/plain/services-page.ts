import type pg from "pg";
import { callerOfCookie } from "./key";
import { servicesOf } from "./list-services";

const ROWS = 50;
const SHOWN = ["name", "durationMinutes", "price", "capacity", "status"] as const;

/** What stands on the page of services: whose it is, and a line of cells for each service. */
export async function servicesPage(pool: pg.Pool, token: string | undefined) {
  const caller = await callerOfCookie(pool, token);
  const { items } = await servicesOf(pool, caller, ROWS);
  return { name: caller.name, rows: items.map((item) => SHOWN.map((field) => String(item[field]))) };
}

/** The value of the session's cookie in a Cookie header. */
export const sessionIn = (cookie: string | null | undefined) => /(?:^|; )favcrm=([^;]+)/.exec(cookie ?? "")?.[1];
