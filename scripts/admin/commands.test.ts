import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { generateKey } from "@/lib/auth/keys";
import { closeDatabases, systemDb } from "@/lib/db/client";
import { takeOwnDatabase } from "@/lib/integrations/email/testing/own-database";
import { newId } from "@/lib/kernel/ids";
import { COMMANDS, UsageError } from "./commands";

let database: Awaited<ReturnType<typeof takeOwnDatabase>>;
let workspace: TestWorkspace;
const printed: string[] = [];

beforeAll(async () => {
  database = await takeOwnDatabase();
  workspace = await makeWorkspace("Stretch + Breathe");
  vi.spyOn(console, "log").mockImplementation((line: string) => void printed.push(line));
  vi.spyOn(console, "table").mockImplementation((rows: unknown) => void printed.push(JSON.stringify(rows)));
});
afterAll(async () => {
  vi.restoreAllMocks();
  await closeDatabases();
  await database.remove();
});

async function run(name: string, ...args: string[]): Promise<string> {
  printed.length = 0;
  await COMMANDS[name]?.run(args);
  return printed.join("\n");
}

describe("the operator", () => {
  it("lists organisations with what they do", async () => {
    const [row] = JSON.parse(await run("organisations")) as { id: string; keys: number; members: number }[];
    expect(row).toMatchObject({ id: workspace.organisationId, name: "Stretch + Breathe", keys: 1, members: 1 });
  });

  it("ends a key given whole or by id, once, and the organisation can read who did it", async () => {
    expect(await run("revoke-key", workspace.apiKey, "--reason", "leaked")).toContain("no longer works");
    expect(await run("revoke-key", workspace.keyId)).toContain("has been revoked since");
    const [event] = await systemDb().auditEvent.findMany({
      where: { organisationId: workspace.organisationId, operation: "revoke_api_key" },
    });
    expect(event).toMatchObject({
      actorType: "system",
      actorLabel: "operator",
      entityId: workspace.keyId,
      outcome: "done",
    });
    expect(JSON.stringify(event)).not.toContain(workspace.apiKey);
  });

  it("is told when there is no such key, or none was named", async () => {
    await expect(run("revoke-key", generateKey())).rejects.toThrow(UsageError);
    await expect(run("revoke-key")).rejects.toThrow("Which key?");
  });

  it("lets a dropped mail be sent after all, but none that is past its time", async () => {
    const mail = { template: "new_key", recipient: "a@example.com", status: "dropped", attempts: 9 };
    const [alive, late] = [newId("mail"), newId("mail")];
    await systemDb().outboxMail.createMany({
      data: [
        { ...mail, id: alive },
        { ...mail, id: late, notAfter: new Date(Date.now() - 1_000) },
      ],
    });
    expect(await run("requeue-mail", "--dropped-since", "2000-01-01")).toContain("1 mails wait again");
    const rows = await systemDb().outboxMail.findMany({ where: { id: { in: [alive, late] } } });
    expect(rows.find(({ id }) => id === alive)).toMatchObject({ status: "queued", attempts: 0 });
    expect(rows.find(({ id }) => id === late)).toMatchObject({ status: "dropped" });
    await expect(run("requeue-mail", "--dropped-since", "yesterday")).rejects.toThrow("--dropped-since 2026");
  });

  it("checks what must hold", async () => {
    const lines = (await run("verify")).split("\n");
    expect(lines.length).toBeGreaterThan(8);
    expect(lines.filter((line) => !line.startsWith("holds"))).toEqual([]);
  });
});
