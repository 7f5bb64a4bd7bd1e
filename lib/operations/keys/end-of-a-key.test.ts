import { beforeEach, describe, expect, it } from "vitest";
import { during, somebodyWaits } from "@/e2e/support/during";
import { refusal } from "@/e2e/support/refusal";
import { asPerson, auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { authenticateKey } from "@/lib/auth/authenticate";
import { issueKey, revokeKey } from "@/lib/auth/keys";
import { type DatabaseClient, systemDb } from "@/lib/db/client";
import type { Caller } from "@/lib/kernel/context";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "../accounts/create-account";
import { updateAccount } from "../accounts/update-account";
import { createApiKey } from "./create-api-key";
import { revokeApiKey } from "./revoke-api-key";
import { rotateApiKey } from "./rotate-api-key";

let workspace: TestWorkspace;
let owner: Caller;
let agent: { caller: Caller; keyId: string };
beforeEach(async () => {
  workspace = await makeWorkspace();
  owner = asPerson(workspace.caller);
  const { key, apiKey } = (await execute(createApiKey, workspace.caller, { name: "Agent" })).data;
  const headers = { authorization: `Bearer ${apiKey}` };
  const caller = await authenticateKey(new Request("http://localhost/mcp", { headers }));
  if (typeof caller === "string") throw new Error(caller);
  agent = { caller, keyId: key.id };
});

const organisationsKeys = () => ({ lock: `keys:${workspace.organisationId}` });

const admit = (db: DatabaseClient) =>
  db.$queryRaw`SELECT favcrm_admit_key(${workspace.organisationId}, ${agent.keyId})`;
const revoke = (caller = owner) => execute(revokeApiKey, caller, { keyId: agent.keyId });

describe("a change that was let in before its key ended", () => {
  for (const [end, endKey] of [
    ["revoked", () => revoke()],
    ["rotated without overlap", () => execute(rotateApiKey, owner, { keyId: agent.keyId, overlap: "none" })],
    ["expired", () => systemDb().$executeRaw`UPDATE api_keys SET expires_at = now() WHERE id = ${agent.keyId}`],
  ] as const) {
    it(`does not commit after it: the key was ${end} meanwhile (case 38)`, async () => {
      const { account } = (await execute(createAccount, agent.caller, { name: "Chan Tai Man" })).data;
      const lockCustomer = (db: DatabaseClient) =>
        db.$queryRaw`SELECT 1 AS held FROM accounts WHERE id = ${account.id} FOR UPDATE`;
      const error = await during(lockCustomer, async (commit) => {
        const late = refusal(execute(updateAccount, agent.caller, { accountId: account.id, name: "Late Change" }));
        await somebodyWaits("aRow");
        await endKey();
        await commit();
        return late;
      });
      expect(error).toMatchObject({ code: "unauthenticated", message: expect.stringContaining("nothing was changed") });
      const stored = await systemDb().account.findFirstOrThrow({ where: { id: account.id } });
      expect(stored.name).toBe("Chan Tai Man");
      expect(await auditOf(workspace.organisationId, "update_account")).toMatchObject([
        { outcome: "refused", errorCode: "unauthenticated", actorId: agent.keyId },
      ]);
    });
  }
});

describe("ending a key", () => {
  it("waits for the change that is being committed, so that nothing comes after its answer (case 38)", async () => {
    await during(admit, async (commit) => {
      let isAnswered = false;
      const revocation = revoke().finally(() => {
        isAnswered = true;
      });
      await somebodyWaits(organisationsKeys());
      expect(isAnswered).toBe(false);
      await commit();
      await revocation;
    });
    await expect(systemDb().$transaction(admit)).rejects.toThrow("The key has ended");
  });

  it("takes along the key that was being planted in that moment", async () => {
    let planted = "";
    const plant = async (db: DatabaseClient) => {
      const parent = { id: agent.keyId, ancestorIds: [workspace.keyId] };
      const { organisationId, companyId, userId } = workspace;
      const life = { lifeSeconds: null, createdByActor: "Agent", scopes: ["bookings:read"] as const };
      planted = (await issueKey(db, { organisationId, companyId, userId, name: "Planted", parent, ...life })).id;
      await admit(db);
    };
    const { data } = await during(plant, async (commit) => {
      const revocation = revoke();
      await somebodyWaits(organisationsKeys());
      await commit();
      return revocation;
    });
    expect(data.revokedKeyIds.toSorted()).toEqual([agent.keyId, planted].toSorted());
  });

  it("leaves a key that rotates itself in that moment without a successor", async () => {
    const { organisationId } = workspace;
    const why = { reason: "leaked", byActor: "Owner", withDescendants: true };
    const error = await during(
      (db) => revokeKey(db, { organisationId, keyId: agent.keyId, ...why }),
      async (commit) => {
        const rotation = refusal(execute(rotateApiKey, agent.caller, { keyId: agent.keyId }));
        await somebodyWaits(organisationsKeys());
        await commit();
        return rotation;
      },
    );
    expect(error.code).toBe("precondition_failed");
    const live = await systemDb().apiKey.findMany({ where: { organisationId, revokedAt: null } });
    expect(live.map(({ id }) => id)).toEqual([workspace.keyId]);
  });

  it("may be what the key itself asks for", async () => {
    const { replaced } = (await execute(rotateApiKey, agent.caller, { keyId: agent.keyId, overlap: "none" })).data;
    expect(replaced.status).toBe("expired");
    const own = (await execute(revokeApiKey, workspace.caller, { keyId: workspace.keyId })).data;
    expect(own.key.status).toBe("revoked");
    expect(await refusal(execute(createAccount, workspace.caller, { name: "After" }))).toMatchObject({
      code: "unauthenticated",
    });
  });
});
