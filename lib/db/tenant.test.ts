import { beforeAll, describe, expect, it } from "vitest";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb, tenantDb } from "./client";
import { becomeTenant, tenantPrologue, tenantSettings, withTenant } from "./tenant";

let mine: TestWorkspace;
let other: TestWorkspace;
beforeAll(async () => {
  [mine, other] = [await makeWorkspace(), await makeWorkspace("Somebody else")];
});

const WHO = { mine: () => mine, other: () => other };

describe("a transaction of the system that becomes a tenant's", () => {
  it.each(Object.entries(WHO))("sees %s's rows alone from then on, under the tenant's role", async (_, who) => {
    const { organisationId, companyId } = who();
    await systemDb().$transaction(async (tx) => {
      const before = await tx.apiKey.findMany({ where: { id: { in: [mine.keyId, other.keyId] } } });
      expect(before).toHaveLength(2);
      await becomeTenant(tx, { organisationId, companyId });
      const [row] = await tx.$queryRaw<{ role: string }[]>`SELECT current_user AS role`;
      expect(row?.role).toBe("favcrm_tenant");
      expect(await tx.organisation.findMany({ select: { id: true } })).toEqual([{ id: organisationId }]);
      expect(await tx.company.findMany({ select: { id: true } })).toEqual([{ id: companyId }]);
    });
  });

  it("leaves the connection as it was for whoever has it next", async () => {
    await systemDb().$transaction((tx) => becomeTenant(tx, mine));
    const seen = await Promise.all(
      Array.from({ length: 20 }, () => systemDb().organisation.count({ where: { id: other.organisationId } })),
    );
    expect(seen).toEqual(Array(20).fill(1));
  });
});

describe("ids of a tenant", () => {
  it("are refused when they could end the statement that they are written into", async () => {
    const { organisationId, companyId } = mine;
    for (const odd of ["", "'", `${organisationId}'; RESET ROLE; --`, `${organisationId}\n`, "org_0"]) {
      const tenants = [
        { organisationId: odd, companyId },
        { organisationId, companyId: odd },
      ];
      for (const tenant of tenants)
        await expect(
          withTenant(tenant, () => tenantDb().organisation.count()),
          JSON.stringify(tenant),
        ).rejects.toThrow("malformed");
    }
  });

  it("are needed: without a tenant nothing is asked", async () => {
    expect(tenantPrologue).toThrow("outside withTenant");
    expect(tenantSettings).toThrow("outside withTenant");
    await expect(tenantDb().organisation.count()).rejects.toThrow("outside withTenant");
  });
});
