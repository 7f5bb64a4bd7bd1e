import type pg from "pg";
import { newId } from "@/lib/kernel/ids";
import type { TestWorkspace } from "./workspace";

/**
 * Records that no single call with example arguments makes: a class's date, a place in its queue, a held time, a merge.
 * Written by SQL; `ids` are the records the workspace has already. Returns the ids of what was made, by prefix.
 */
export async function makeRareRecords(
  client: pg.Client,
  { organisationId, companyId }: TestWorkspace,
  ids: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const made = new Map<string, string>();
  const insert = async (table: string, row: Record<string, unknown>) => {
    const all = { organisation_id: organisationId, company_id: companyId, ...row };
    const places = Object.keys(all).map((_, index) => `$${index + 1}`);
    await client.query(`INSERT INTO ${table} (${Object.keys(all)}) VALUES (${places})`, Object.values(all));
  };
  const [account, schedule, service] = ["acc", "sch", "svc"].map((prefix) => ids.get(prefix));

  const occurrence = ids.get("occ") ?? newId("occ");
  if (!ids.has("occ")) {
    const when = { date: "2030-01-07", starts_at: "2030-01-07T10:00:00Z", ends_at: "2030-01-07T11:00:00Z" };
    await insert("schedule_occurrences", { id: occurrence, schedule_id: schedule, ...when, capacity: 1 });
    made.set("occ", occurrence);
  }
  made.set("wait", newId("wait"));
  await insert("waitlist_entries", { id: made.get("wait"), occurrence_id: occurrence, customer_name: "Waiting" });
  made.set("hold", newId("hold"));
  await insert("booking_allocations", {
    id: newId("alc"),
    subject_type: "service",
    subject_id: service,
    during: "[2030-01-08T10:00:00Z,2030-01-08T11:00:00Z)",
    holder_type: "hold",
    holder_id: made.get("hold"),
    expires_at: "2030-01-01T00:00:00Z",
  });
  made.set("imp", ids.get("imp") ?? newId("imp"));
  if (!ids.has("imp"))
    await insert("account_imports", { id: made.get("imp"), row_count: 1, problem_count: 0, actor_label: "x" });
  made.set("mrg", newId("mrg"));
  await insert("account_merges", { id: made.get("mrg"), survivor_id: account, merged_id: account, moved: "{}" });
  return made;
}
