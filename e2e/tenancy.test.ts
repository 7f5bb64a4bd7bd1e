import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueFormProof } from "@/lib/auth/form-proof";
import { systemDb } from "@/lib/db/client";
import { isOperationError } from "@/lib/kernel/errors";
import { execute } from "@/lib/kernel/execute";
import { newId } from "@/lib/kernel/ids";
import type { AnyOperation } from "@/lib/kernel/operation";
import { operations } from "@/lib/operations";
import { callerFor, furnish, idsOf, knownArguments, slugOf, tenantTables } from "./support/furnish";
import { absentTwin, argumentsFor, type IdArgument, idArgumentsOf, type KnownIds, place } from "./support/generator";
import { callTool, type ToolResult } from "./support/server";
import { makeWorkspace, randomMailbox, type TestWorkspace } from "./support/workspace";

/** Ids that are secrets themselves, or stand beside one: they name open requests, not a tenant's records. */
const BEARER_PREFIXES = new Set(["signup_req", "signin_req", "invite_req", "confirm_req", "pch", "pair"]);

/** Kinds of records that arguments name already and that this server does not keep yet: every id of them is unknown. */
const NOT_KEPT_YET = new Set(["tier"]);

/** Arguments that a change may carry without the record being there, each with its reason. */
const HARMLESS: Record<string, string> = {
  "create_account · duplicateOf": "an acknowledgement: compared with the candidates that were found, never stored",
};

const SECRET_NAME = "Very private studio";
let victim: TestWorkspace;
let attacker: TestWorkspace;
let victimIds: KnownIds;
let attackerIds: KnownIds;
let client: pg.Client;

async function rowsOf(organisationId: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const { table } of await tenantTables(client)) {
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
  victimIds = await furnish(client, victim);
  attackerIds = await furnish(client, attacker);
});

afterAll(() => client.end());

interface Outcome {
  code?: string;
  body: string;
}

/** The proof of a form differs with every rendering, whoever asks. */
const FORM_PROOF = /"formToken":"[^"]+"/g;

/** What a call came to, with the ids of this attempt taken out, so that two outcomes can be compared. */
async function outcomeOf(operation: AnyOperation, args: object, id: string): Promise<Outcome> {
  try {
    const { data } = await execute(operation, callerFor(operation, attacker), args);
    return { body: JSON.stringify(data).replaceAll(id, "<id>").replace(FORM_PROOF, "<proof>") };
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
    const absent = absentTwin(foreign ?? "");
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
    for (const [prefix, id] of await idsOf(client, victim)) expect(victimIds.get(prefix), prefix).toBe(id);
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
        { ...argumentsFor(operation, attackerIds), ...search, ...knownArguments(operation, new Map()) },
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
