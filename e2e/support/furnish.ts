import type pg from "pg";
import { createSession } from "@/lib/auth/sessions";
import { systemDb } from "@/lib/db/client";
import type { Caller } from "@/lib/kernel/context";
import { execute } from "@/lib/kernel/execute";
import { newId } from "@/lib/kernel/ids";
import { type AnyOperation, isOfferedTo } from "@/lib/kernel/operation";
import { operations } from "@/lib/operations";
import { updateBookingPage } from "@/lib/operations/public-booking/update-booking-page";
import { createServiceSchedule } from "@/lib/operations/schedules/create-service-schedule";
import { createService } from "@/lib/operations/services/create-service";
import { argumentsFor, type KnownIds, prefixOf, withKnownIds } from "./generator";
import { makeRareRecords } from "./rare-records";
import { asPerson, randomAddress, randomMailbox, stranger, type TestWorkspace } from "./workspace";

/** Arguments where the schema's own examples do not make a call that reaches the id. */
const ACCOUNT = { accountId: "acc_0OaZ3kP9x1yB7cD2eF4gH6jK" };
const TAG = { tagIds: ["tag_0OaZ3kP9x1yB7cD2eF4gH6jK"] };
const TOMORROW = new Date(Date.now() + 30 * 3_600_000).toISOString().slice(0, 10);
const ARGUMENTS: Record<string, Record<string, unknown>> = {
  attach_tags: TAG,
  detach_tags: TAG,
  "attach_tags · tagIds.0": ACCOUNT,
  "detach_tags · tagIds.0": ACCOUNT,
  "attach_tags · changes.0.tagId": {},
  "detach_tags · changes.0.tagId": {},
  "attach_tags · changes.0.accountIds.0": {},
  "detach_tags · changes.0.accountIds.0": {},
  "update_pipeline · stages.0.id": {
    stages: [
      { name: "Lead", probability: 10 },
      { name: "Won", probability: 100, outcome: "won" },
      { name: "Lost", probability: 0, outcome: "lost" },
    ],
  },
  "import_accounts · tagIds.0": { rows: [{ Name: "Anna Chan" }] },
  create_custom_field: { options: ["S", "M", "L"] },
  // Consent that is granted needs its proof.
  set_consent: { proof: "Form 2026-114" },
  create_booking: { start: `${TOMORROW}T10:00` },
  reschedule_booking: { start: `${TOMORROW}T12:00` },
};

/** What ARGUMENTS adds to a call, with ids that the workspace has; `title` may name one argument of the operation. */
export const knownArguments = (operation: AnyOperation, ids: KnownIds, title = operation.name) =>
  withKnownIds(ARGUMENTS[title] ?? ARGUMENTS[operation.name] ?? {}, ids) as Record<string, unknown>;

/** Who may call an operation in a workspace: its key, its owner in the portal, or a stranger. */
export function callerFor(operation: AnyOperation, workspace: TestWorkspace): Caller {
  if (operation.access === "public") return stranger(randomAddress());
  return isOfferedTo(operation, "mcp") ? workspace.caller : asPerson(workspace.caller);
}

/** The address of a furnished workspace's public booking page. */
export const slugOf = ({ organisationId }: TestWorkspace) => `page-${organisationId.slice(-20).toLowerCase()}`;

/** Tables that carry a tenant, from the database itself. */
export async function tenantTables(client: pg.Client): Promise<{ table: string; hasId: boolean }[]> {
  const { rows } = await client.query(`
    SELECT c.relname AS "table", bool_or(a.attname = 'id') AS "hasId" FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    GROUP BY c.relname HAVING bool_or(a.attname = 'organisation_id')
    ORDER BY c.relname DESC`);
  return rows;
}

/** One id of every kind of record that a workspace has. */
export async function idsOf(
  client: pg.Client,
  { organisationId, userId }: TestWorkspace,
): Promise<Map<string, string>> {
  const ids = new Map([
    ["org", organisationId],
    ["usr", userId],
  ]);
  for (const { table, hasId } of await tenantTables(client)) {
    if (!hasId || table === "outbox_mails") continue;
    const { rows } = await client.query(`SELECT id FROM ${table} WHERE organisation_id = $1 ORDER BY id LIMIT 1`, [
      organisationId,
    ]);
    for (const { id } of rows) ids.set(prefixOf(id) ?? table, id);
  }
  const holds = "SELECT holder_id AS id FROM booking_allocations WHERE organisation_id = $1 AND holder_type = 'hold'";
  for (const { id } of (await client.query<{ id: string }>(holds, [organisationId])).rows) ids.set("hold", id);
  return ids;
}

/** Records that no example can make: a class with its schedule, and a person's own session and passkey. */
async function furnishByHand(workspace: TestWorkspace): Promise<Map<string, string>> {
  const { caller, userId, organisationId, companyId } = workspace;
  const lesson = { name: "Yoga", durationMinutes: 60, type: "class" as const };
  const { data: service } = await execute(createService, caller, lesson);
  const when = { date: TOMORROW, startTime: "18:30", endTime: "19:30" };
  await execute(createServiceSchedule, caller, { serviceId: service.id, ...when });
  await execute(updateBookingPage, caller, { slug: slugOf(workspace), isOn: true });
  const session = await createSession(systemDb(), { userId, organisationId, companyId, ip: null, client: null });
  const passkey = {
    id: newId("psk"),
    userId,
    credentialId: newId("psk"),
    publicKey: new Uint8Array([1]),
    name: "Mine",
  };
  await systemDb().passkey.create({ data: passkey });
  return new Map([
    ["ses", session.id],
    ["psk", passkey.id],
  ]);
}

/** Fills a workspace with a record of every kind by calling whatever creates one, until a round makes nothing new. */
export async function furnish(client: pg.Client, workspace: TestWorkspace): Promise<Map<string, string>> {
  let ids = await idsOf(client, workspace);
  for (let round = 0, before = 0; round < 6 && ids.size > before; round++) {
    before = ids.size;
    for (const operation of operations) {
      if (!["create", "send"].includes(operation.effect) || operation.access) continue;
      await execute(operation, callerFor(operation, workspace), {
        ...argumentsFor(operation, ids),
        ...("email" in operation.input.shape ? { email: randomMailbox() } : {}),
        ...knownArguments(operation, ids),
      }).catch(() => {});
    }
    ids = await idsOf(client, workspace);
  }
  const byHand = await furnishByHand(workspace);
  await makeRareRecords(client, workspace, await idsOf(client, workspace));
  return new Map([...(await idsOf(client, workspace)), ...byHand]);
}
