import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueFormProof } from "@/lib/auth/form-proof";
import { createSession } from "@/lib/auth/sessions";
import { systemDb } from "@/lib/db/client";
import type { Caller } from "@/lib/kernel/context";
import { isOperationError } from "@/lib/kernel/errors";
import { execute } from "@/lib/kernel/execute";
import { newId } from "@/lib/kernel/ids";
import { type AnyOperation, isOfferedTo } from "@/lib/kernel/operation";
import { operations } from "@/lib/operations";
import { updateBookingPage } from "@/lib/operations/public-booking/update-booking-page";
import { createServiceSchedule } from "@/lib/operations/schedules/create-service-schedule";
import { createService } from "@/lib/operations/services/create-service";
import {
  absentId,
  argumentsFor,
  type IdArgument,
  idArgumentsOf,
  type KnownIds,
  place,
  prefixOf,
  withKnownIds,
} from "./support/generator";
import { makeRareRecords } from "./support/rare-records";
import { callTool, type ToolResult } from "./support/server";
import { asPerson, makeWorkspace, randomMailbox, stranger, type TestWorkspace } from "./support/workspace";

/** Ids that are secrets themselves, or stand beside one: they name open requests, not a tenant's records. */
const BEARER_PREFIXES = new Set(["signup_req", "signin_req", "invite_req", "confirm_req", "pch", "pair"]);

/** Kinds of records that arguments name already and that this server does not keep yet: every id of them is unknown. */
const NOT_KEPT_YET = new Set(["tier"]);

/** Arguments that a change may carry without the record being there, each with its reason. */
const HARMLESS: Record<string, string> = {
  "create_account · duplicateOf": "an acknowledgement: compared with the candidates that were found, never stored",
};

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

const SECRET_NAME = "Very private studio";
let victim: TestWorkspace;
let attacker: TestWorkspace;
let victimIds: KnownIds;
let attackerIds: KnownIds;
let client: pg.Client;

/** Tables that carry a tenant, from the database itself. */
async function tenantTables(): Promise<{ table: string; hasId: boolean }[]> {
  const { rows } = await client.query(`
    SELECT c.relname AS "table", bool_or(a.attname = 'id') AS "hasId" FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    GROUP BY c.relname HAVING bool_or(a.attname = 'organisation_id')
    ORDER BY c.relname DESC`);
  return rows;
}

async function rowsOf(organisationId: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const { table } of await tenantTables()) {
    const { rows } = await client.query(
      `SELECT to_jsonb(t)::text AS text FROM ${table} t WHERE organisation_id = $1 ORDER BY 1`,
      [organisationId],
    );
    found.set(
      table,
      rows.map(({ text }) => text),
    );
  }
  return found;
}

/** One id of every kind of record that a workspace has. */
async function idsOf({ organisationId, userId }: TestWorkspace): Promise<Map<string, string>> {
  const ids = new Map([
    ["org", organisationId],
    ["usr", userId],
  ]);
  for (const { table, hasId } of await tenantTables()) {
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

function callerFor(operation: AnyOperation, workspace: TestWorkspace): Caller {
  if (operation.access === "public") return stranger();
  return isOfferedTo(operation, "mcp") ? workspace.caller : asPerson(workspace.caller);
}

/** What ARGUMENTS adds to a call, with ids that the workspace has. */
const knownArguments = (operation: AnyOperation, ids: KnownIds, title = operation.name) =>
  withKnownIds(ARGUMENTS[title] ?? ARGUMENTS[operation.name] ?? {}, ids) as Record<string, unknown>;

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

/** Fills a workspace by calling whatever creates records, until another round makes nothing new. */
async function furnish(workspace: TestWorkspace): Promise<Map<string, string>> {
  let ids = await idsOf(workspace);
  for (let round = 0, before = 0; round < 6 && ids.size > before; round++) {
    before = ids.size;
    for (const operation of operations) {
      if (!["create", "send"].includes(operation.effect) || operation.access) continue;
      await execute(operation, callerFor(operation, workspace), {
        ...argumentsFor(operation, ids),
        ...fresh(operation),
        ...knownArguments(operation, ids),
      }).catch(() => {});
    }
    ids = await idsOf(workspace);
  }
  const byHand = await furnishByHand(workspace);
  await makeRareRecords(client, workspace, await idsOf(workspace));
  return new Map([...(await idsOf(workspace)), ...byHand]);
}

/** The address of a workspace's public booking page. */
const slugOf = ({ organisationId }: TestWorkspace) => `page-${organisationId.slice(-20).toLowerCase()}`;

/** Values that must be new for every call; a visitor stands on the attacker's own page, with a form read long ago. */
const fresh = ({ access, input: { shape } }: AnyOperation) => ({
  ...("email" in shape ? { email: randomMailbox() } : {}),
  ...(access === "public" && "slug" in shape ? { slug: slugOf(attacker) } : {}),
  ...("formToken" in shape ? { formToken } : {}),
});
let formToken: string;

beforeAll(async () => {
  client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  victim = await makeWorkspace(SECRET_NAME);
  attacker = await makeWorkspace("Curious neighbour");
  formToken = issueFormProof(slugOf(attacker));
  victimIds = await furnish(victim);
  attackerIds = await furnish(attacker);
});

afterAll(() => client.end());

interface Outcome {
  code?: string;
  body: string;
}

/** What a call came to, with the ids of this attempt taken out, so that two outcomes can be compared. */
async function outcomeOf(operation: AnyOperation, args: object, id: string): Promise<Outcome> {
  try {
    const { data } = await execute(operation, callerFor(operation, attacker), args);
    return { body: JSON.stringify(data).replaceAll(id, "<id>") };
  } catch (error) {
    if (!isOperationError(error)) throw error;
    return { code: error.code, body: JSON.stringify(error.toBody()).replaceAll(id, "<id>") };
  }
}

const matrix = operations.flatMap((operation) =>
  idArgumentsOf(operation)
    // A cursor is a place in the caller's own list, not a record.
    .filter(({ prefix, path }) => !BEARER_PREFIXES.has(prefix) && !NOT_KEPT_YET.has(prefix) && path.at(-1) !== "cursor")
    .map((argument) => [`${operation.name} · ${argument.path.join(".")}`, operation, argument] as const),
);

describe("another tenant's id (case 51)", () => {
  it.each(matrix)("%s is as good as an id that nobody has", async (title, operation, argument: IdArgument) => {
    const foreign = victimIds.get(argument.prefix);
    expect(foreign, `no ${argument.prefix}_ record could be made: give its create operation examples`).toBeDefined();
    const args = {
      ...argumentsFor(operation, attackerIds),
      ...fresh(operation),
      ...knownArguments(operation, attackerIds, title),
    };
    const absent = absentId(argument.prefix);
    const withForeign = await outcomeOf(
      operation,
      place(operation, args, argument.path, foreign, attackerIds),
      foreign ?? "",
    );
    const withAbsent = await outcomeOf(operation, place(operation, args, argument.path, absent, attackerIds), absent);
    // Refused as input is fine when it is the id that is refused; otherwise the generator never reached it.
    if (withForeign.code === "invalid_input") expect(withForeign.body, "cannot be called").toContain("<id>");
    expect(withForeign.code).not.toBe("internal");
    if (operation.effect !== "read" && !(title in HARMLESS))
      expect(withForeign.code, "a change went through").toBeDefined();
    expect(withForeign.body).not.toContain(SECRET_NAME);
    // Made twice, a record may collide with its twin: then there is nothing to compare.
    if (!(title in HARMLESS)) expect(withForeign).toEqual(withAbsent);
  });

  it("has no exception that nobody needs any more", () => {
    for (const prefix of NOT_KEPT_YET) expect(victimIds.has(prefix), `${prefix}_ records are kept now`).toBe(false);
    const titles: string[] = matrix.map(([title]) => title);
    expect(Object.keys(HARMLESS).filter((title) => !titles.includes(title))).toEqual([]);
  });

  it("left the other tenant's records as they were, and no trace of them in the caller's own", async () => {
    const marks = [...victimIds.values()];
    const own = await rowsOf(attacker.organisationId);
    for (const [table, rows] of own) {
      // The audit keeps the arguments of refused calls, ids and all.
      if (table === "audit_events") continue;
      for (const row of rows)
        expect(
          marks.filter((id) => row.includes(id)),
          `${table}: ${row}`,
        ).toEqual([]);
    }
    const events = (await rowsOf(victim.organisationId)).get("audit_events") ?? [];
    for (const event of events) expect(event).not.toContain(attacker.keyId);
    for (const [prefix, id] of await idsOf(victim)) expect(victimIds.get(prefix), prefix).toBe(id);
  });

  it("is not found in searches, lists and exports either (case 54)", async () => {
    for (const operation of operations.filter(({ effect, access }) => effect === "read" && access !== "public")) {
      if (
        idArgumentsOf(operation).some(
          ({ path }) => path.length === 1 && path[0] !== "cursor" && !isOptionalField(operation, path[0]),
        )
      )
        continue;
      const search = "search" in operation.input.shape ? { search: SECRET_NAME } : {};
      const { body } = await outcomeOf(
        operation,
        { ...argumentsFor(operation, attackerIds), ...search, ...ARGUMENTS[operation.name] },
        "-",
      );
      expect(body, operation.name).not.toContain(SECRET_NAME.slice(5));
      for (const id of victimIds.values()) expect(body, operation.name).not.toContain(id);
    }
  });
});

const isOptionalField = (operation: AnyOperation, field: string | number | undefined) =>
  operation.input.shape[String(field)]?.safeParse(undefined).success === true;

describe("a smuggled tenant (case 52)", () => {
  it.each(operations.map((operation) => [operation.name, operation] as const))(
    "%s refuses organisationId",
    async (_name, operation) => {
      const smuggled = "organisationId" in operation.input.shape ? "organisation_id" : "organisationId";
      const args = { ...argumentsFor(operation, attackerIds), ...fresh(operation), [smuggled]: victim.organisationId };
      const { code, body } = await outcomeOf(operation, args, "-");
      expect(code).toBe("invalid_input");
      expect(body).toContain(smuggled);
    },
  );
});

describe("nested links (case 53)", () => {
  it("to another tenant's records are refused by the database itself", async () => {
    const row = {
      id: newId("key"),
      organisationId: attacker.organisationId,
      userId: attacker.userId,
      name: "x",
      hash: newId("key"),
      prefix: "x",
      last4: "x",
      createdByActor: "x",
    };
    const make = (companyId: string, userId = attacker.userId) =>
      systemDb().apiKey.create({ data: { ...row, companyId, userId } });
    await expect(make(victim.companyId)).rejects.toMatchObject({ code: "P2003" });
    await expect(make(attacker.companyId, victim.userId)).rejects.toMatchObject({ code: "P2003" });
  });
});

describe("equal JSON-RPC ids at the same time (case 57)", () => {
  it("never get each other's answer", async () => {
    const asked = Array.from({ length: 60 }, (_, index) => (index % 2 ? victim : attacker));
    const answers = await Promise.all(asked.map(({ apiKey }) => callTool("list_my_companies", {}, { key: apiKey })));
    const organisation = ({ structuredContent }: ToolResult) =>
      (structuredContent.data as { organisation: { id: string } }).organisation.id;
    expect(answers.map(organisation)).toEqual(asked.map(({ organisationId }) => organisationId));
  });
});
