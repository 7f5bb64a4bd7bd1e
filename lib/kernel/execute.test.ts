import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { refusal } from "@/e2e/support/refusal";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { createApiKey } from "@/lib/operations/keys/create-api-key";
import { flushAudit } from "./audit";
import { OperationError } from "./errors";
import { execute } from "./execute";
import { newId } from "./ids";
import { defineOperation, type TenantOperation } from "./operation";

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await makeWorkspace();
});

const input = z.strictObject({ name: z.string(), token: z.string().optional().meta({ secret: true }) });
const output = z.object({ id: z.string(), secret: z.string().optional().meta({ secret: true }) });
type Probe = TenantOperation<typeof input, typeof output>;

/** An operation that makes one service, with parts replaced. */
function probe(name: string, parts: Partial<Probe> = {}): Probe {
  return defineOperation({
    name,
    title: "Probe",
    description: "Makes a service.",
    area: "bookings",
    effect: "create",
    scopes: ["bookings:write"],
    input,
    output,
    renderType: "record",
    summary: () => "made",
    undo: { none: "A probe." },
    run: (context, values) => makeService(context, values.name),
    ...parts,
  });
}

async function makeService({ db, caller, note }: Parameters<Probe["run"]>[0], name: string) {
  const id = newId("svc");
  const { organisationId, companyId } = caller.workspace;
  await db.service.create({ data: { id, organisationId, companyId, name, durationMinutes: 60, currency: "HKD" } });
  note({ entityId: id, after: { name } });
  return { id, leak: "never declared" } as { id: string };
}

const named = (name: string) => systemDb().service.count({ where: { organisationId: workspace.organisationId, name } });

describe("execute", () => {
  it("makes the change and its audit row in one transaction, and names the company in the summary", async () => {
    const { data, summary, renderType } = await execute(probe("probe_make"), workspace.caller, { name: "One" });
    expect(Object.keys(data)).toEqual(["id"]);
    expect({ summary, renderType }).toEqual({ summary: "made · Stretch + Breathe", renderType: "record" });
    expect(await auditOf(workspace.organisationId, "probe_make")).toMatchObject([
      {
        outcome: "done",
        effect: "create",
        entityId: data.id,
        after: { name: "One" },
        actorType: "apiKey",
        actorId: workspace.keyId,
      },
    ]);
  });

  it("rolls the change back when the audit cannot be written", async () => {
    // U+0000 cannot be stored, so the audit row of this summary fails.
    const silent = probe("probe_unaudited", { summary: () => "\u0000" });
    await refusal(execute(silent, workspace.caller, { name: "Unaudited" }));
    expect(await named("Unaudited")).toBe(0);
  });

  it("rolls back what failed half-way, keeps its text inside, and records it as failed", async () => {
    const broken = probe("probe_broken", {
      async run(context, values) {
        await makeService(context, values.name);
        throw new Error("SELECT secret FROM internals");
      },
    });
    const error = await refusal(execute(broken, workspace.caller, { name: "Half" }));
    expect(error).toMatchObject({ code: "internal", details: { requestId: workspace.caller.requestId } });
    expect(JSON.stringify(error.toBody())).not.toContain("internals");
    expect(await named("Half")).toBe(0);
    expect(await auditOf(workspace.organisationId, "probe_broken")).toMatchObject([
      { outcome: "failed", errorCode: "internal" },
    ]);
  });

  it("records a refusal after its rollback, with the refusal's own code", async () => {
    const full = probe("probe_full", {
      run: () => Promise.reject(new OperationError("limit_reached", { details: { used: 3 } })),
    });
    expect(await refusal(execute(full, workspace.caller, { name: "x" }))).toMatchObject({ code: "limit_reached" });
    expect(await auditOf(workspace.organisationId, "probe_full")).toMatchObject([
      { outcome: "refused", errorCode: "limit_reached" },
    ]);
  });

  it("tries a serialization failure again, three times at most (case 34)", async () => {
    let attempts = 0;
    const flaky = (failures: number) =>
      probe("probe_flaky", {
        run(context, values) {
          attempts += 1;
          if (attempts <= failures) throw Object.assign(new Error("could not serialize access"), { code: "40001" });
          return makeService(context, values.name);
        },
      });
    await execute(flaky(2), workspace.caller, { name: "Third time" });
    expect([attempts, await named("Third time")]).toEqual([3, 1]);
    attempts = 0;
    const error = await refusal(execute(flaky(9), workspace.caller, { name: "Never" }));
    expect([attempts, error.code, await named("Never")]).toEqual([3, "unavailable", 0]);
  });

  it("keeps secrets out of the audit: marked fields, and whatever looks like a key", async () => {
    const key = workspace.apiKey;
    await execute(probe("probe_secret"), workspace.caller, { name: `note_${key}`, token: "hush-hush" });
    const stored = JSON.stringify(await auditOf(workspace.organisationId, "probe_secret"));
    expect(stored).not.toContain(key);
    expect(stored).not.toContain("hush-hush");
    expect(stored).toContain("[redacted]");
  });

  it("keeps the values of arguments that do not exist out of the audit, because nobody marked them", async () => {
    await refusal(
      execute(probe("probe_misspelt"), workspace.caller, { name: "x", tokn: "hush-hush", nested: { a: "424242" } }),
    );
    const stored = JSON.stringify(await auditOf(workspace.organisationId, "probe_misspelt"));
    expect(stored).toContain("tokn");
    expect(stored).not.toContain("hush-hush");
    expect(stored).not.toContain("424242");
  });

  it("records reads in batches, all of them", async () => {
    const read = probe("probe_read", { effect: "read", scopes: ["bookings:read"], run: async () => ({ id: "x" }) });
    await Promise.all(Array.from({ length: 25 }, () => execute(read, workspace.caller, { name: "x" })));
    await flushAudit();
    expect(await auditOf(workspace.organisationId, "probe_read")).toHaveLength(25);
  });

  it("cannot write in an operation that says it only reads", async () => {
    const liar = probe("probe_liar", { effect: "read", scopes: ["bookings:read"] });
    await refusal(execute(liar, workspace.caller, { name: "Sneaked in" }));
    expect(await named("Sneaked in")).toBe(0);
  });
});

describe("a refused call with text that cannot be stored", () => {
  it("is recorded all the same, also when the text is an argument's name", async () => {
    const args = { name: "nul \u0000", "\u0000": 1, "\uD800": { "\uDC00": "\uD800" }, [`x${workspace.apiKey}`]: 1 };
    await refusal(execute(probe("probe_unstorable"), workspace.caller, args));
    const [event] = await auditOf(workspace.organisationId, "probe_unstorable");
    expect(event).toMatchObject({ outcome: "refused", errorCode: "invalid_input", arguments: { name: "nul \uFFFD" } });
    expect(JSON.stringify(event)).not.toContain(workspace.apiKey);
  });
});

describe("an idempotency key", () => {
  const key = "front-desk-0001";

  it("makes a repeated call give the stored answer and act once, also in parallel", async () => {
    const operation = probe("probe_once");
    const call = () => execute(operation, workspace.caller, { name: "Once", idempotencyKey: key });
    const answers = await Promise.all(Array.from({ length: 8 }, call));
    expect(new Set(answers.map(({ data }) => data.id)).size).toBe(1);
    expect(await named("Once")).toBe(1);
  });

  it("refuses other arguments under the same key", async () => {
    const error = await refusal(execute(probe("probe_once"), workspace.caller, { name: "Twice", idempotencyKey: key }));
    expect(error.code).toBe("idempotency_conflict");
    expect(await named("Twice")).toBe(0);
  });

  it("is another's own: organisation, actor and operation each have theirs", async () => {
    const other = await makeWorkspace("Somebody else");
    const { key: second } = (await execute(createApiKey, workspace.caller, { name: "Sister" })).data;
    const sister = { ...workspace.caller, actor: { type: "apiKey" as const, id: second.id, label: "Sister" } };
    await execute(probe("probe_once"), other.caller, { name: "Once", idempotencyKey: key });
    await execute(probe("probe_once"), sister, { name: "Once", idempotencyKey: key });
    await execute(probe("probe_other"), workspace.caller, { name: "Once", idempotencyKey: key });
    expect(await named("Once")).toBe(3);
  });

  it("leaves nothing behind when the call failed, so that the retry acts", async () => {
    let fails = true;
    const operation = probe("probe_retry", {
      run: (context, values) =>
        fails ? Promise.reject(new OperationError("unavailable")) : makeService(context, values.name),
    });
    const args = { name: "Retried", idempotencyKey: "front-desk-0002" };
    await refusal(execute(operation, workspace.caller, args));
    fails = false;
    await execute(operation, workspace.caller, args);
    expect(await named("Retried")).toBe(1);
  });

  it("stores no secret of the answer", async () => {
    const operation = probe("probe_hidden", {
      run: async () => ({ id: "x", secret: "only-once" }),
      reissue: async () => ({ id: "x", secret: "again" }),
    });
    const args = { name: "x", idempotencyKey: "front-desk-0003" };
    expect((await execute(operation, workspace.caller, args)).data.secret).toBe("only-once");
    expect((await execute(operation, workspace.caller, args)).data.secret).toBe("again");
    const [record] = await systemDb().idempotencyRecord.findMany({ where: { operation: "probe_hidden" } });
    expect(JSON.stringify(record)).not.toContain("only-once");
  });
});

describe("bad input", () => {
  it("is answered with every field, its rule and an example, and changes nothing", async () => {
    const strict = probe("probe_strict", {
      input: z.strictObject({
        name: z
          .string()
          .min(2)
          .meta({ examples: ["Yoga"] }),
        token: z.string().optional(),
      }) as typeof input,
    });
    const fieldsOf = async (args: unknown) => (await refusal(execute(strict, workspace.caller, args))).details?.fields;
    expect(await fieldsOf({})).toEqual([{ field: "name", rule: "is required", example: "Yoga" }]);
    expect(await fieldsOf({ name: 5, colour: "red" })).toEqual([
      { field: "name", rule: expect.stringContaining("expected string"), example: "Yoga" },
      { field: "colour", rule: "is not an argument of this tool; known arguments: name, token, idempotencyKey" },
    ]);
    expect(await fieldsOf({ name: "nul \u0000" })).toEqual([
      { field: "name", rule: "must not contain the character U+0000" },
    ]);
    expect(await fieldsOf({ name: "half \uD800" })).toEqual([
      { field: "name", rule: "must not contain half of a surrogate pair" },
    ]);
    for (const args of ["text", 5, [], null]) await refusal(execute(strict, workspace.caller, args));
  });
});
