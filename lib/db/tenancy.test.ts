import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { newId } from "@/lib/kernel/ids";
import { systemDb, tenantDb } from "./client";
import { withTenant } from "./tenant";

const schemaFolder = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../prisma/schema");

/** Tables that belong to no tenant, each with its reason; no tenant sees a row of them. */
const WITHOUT_TENANT: Record<string, string> = {
  verification_requests: "codes are asked for before an organisation is known",
  sessions: "a person signs in before choosing an organisation",
  passkeys: "a person's, not an organisation's",
  passkey_challenges: "asked before anybody is known",
  pairings: "a device waits before anybody approved it",
  system_audit_events: "calls before an organisation exists",
  rate_limits: "counts addresses and mailboxes",
};

/** Tables without a tenant column that a tenant sees a part of: the condition says which. */
const SEEN_IN_PART: Record<string, string> = {
  organisations: "id = favcrm_organisation_id()",
  users: "m.organisation_id = favcrm_organisation_id()",
};

interface Table {
  name: string;
  isProtected: boolean;
  hasTenant: boolean;
  hasCompany: boolean;
  /** The condition of the tenant role's policy, if it has one. */
  tenantRule: string | null;
}

let client: pg.Client;
let tables: Map<string, Table>;
let mine: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  const { rows } = await client.query<Table>(`
    SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS "isProtected",
           EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organisation_id') AS "hasTenant",
           EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'company_id') AS "hasCompany",
           (SELECT string_agg(pg_get_expr(p.polqual, p.polrelid), ' OR ') FROM pg_policy p
            WHERE p.polrelid = c.oid AND 'favcrm_tenant'::regrole = ANY(p.polroles)) AS "tenantRule"
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')`);
  tables = new Map(rows.map((row) => [row.name, row]));
  mine = await makeWorkspace();
  other = await makeWorkspace("Somebody else");
});

afterAll(() => client.end());

/** Table names of every model of the schema. */
function models(): string[] {
  const text = readdirSync(schemaFolder)
    .map((file) => readFileSync(path.join(schemaFolder, file), "utf8"))
    .join("\n");
  return [...text.matchAll(/^model \w+ \{[\s\S]*?^\}/gm)].map(
    ([model]) => /@@map\("(\w+)"\)/.exec(model)?.[1] ?? model.slice(0, 30),
  );
}

describe("every model", () => {
  it.each(models())("%s has a tenant and a lock, or a reason to have none", (name) => {
    const table = tables.get(name);
    expect(table, "the schema names a table that no migration makes").toBeDefined();
    expect(table?.isProtected, "row-level security is not forced: call favcrm_protect() in its migration").toBe(true);
    if (name in WITHOUT_TENANT) return expect(table?.tenantRule).toBeNull();
    if (name in SEEN_IN_PART) return expect(table?.tenantRule).toContain(SEEN_IN_PART[name]);
    expect(table?.hasTenant, "add organisation_id, or a reason to WITHOUT_TENANT").toBe(true);
    expect(table?.tenantRule).toContain("organisation_id = favcrm_organisation_id()");
  });

  it("is all there is: no table stands outside the schema, no reason outlives its table", () => {
    const known = new Set([...models(), "_prisma_migrations"]);
    expect([...tables.keys()].filter((name) => !known.has(name))).toEqual([]);
    expect(Object.keys(WITHOUT_TENANT).filter((name) => !tables.has(name))).toEqual([]);
  });

  it("links to other tenants' tables only from its own tenant's column to theirs (case 53)", async () => {
    const { rows } = await client.query<{ name: string; target: string; pairs: string[] }>(`
      SELECT k.conname AS name, k.confrelid::regclass::text AS target,
             (SELECT array_agg(s.attname || ' → ' || t.attname) FROM unnest(k.conkey, k.confkey) AS pair (own, theirs)
              JOIN pg_attribute s ON s.attrelid = k.conrelid AND s.attnum = pair.own
              JOIN pg_attribute t ON t.attrelid = k.confrelid AND t.attnum = pair.theirs) AS pairs
      FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace`);
    expect(rows.length).toBeGreaterThan(50);
    const loose = rows.filter(
      ({ target, pairs }) => tables.get(target)?.hasTenant && !pairs.includes("organisation_id → organisation_id"),
    );
    expect(loose.map(({ name }) => name)).toEqual([]);
  });

  it("is unique only within a tenant, so that no duplicate tells what another tenant has (case 55)", async () => {
    const { rows } = await client.query<{ name: string; source: string; columns: string[] }>(`
      SELECT i.indexrelid::regclass::text AS name, i.indrelid::regclass::text AS source,
             (SELECT array_agg(a.attname::text) FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)) AS columns
      FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace`);
    // Values that this server draws at random: nobody can choose one to see whether it is taken.
    const drawn = /hash|token/;
    // Addresses that anybody can open: whether one is taken is no secret.
    const published = /^booking_pages_slug_key$/;
    const telling = rows.filter(
      ({ source, columns }) => tables.get(source)?.hasTenant && !columns.includes("organisation_id"),
    );
    const chosen = telling.filter(({ columns }) => !columns.every((column) => column === "id" || drawn.test(column)));
    expect(chosen.map(({ name }) => name).filter((name) => !published.test(name))).toEqual([]);
  });
});

describe("a tenant's connection", () => {
  const asTenant = <T>(work: () => Promise<T>) => withTenant(mine.caller.workspace ?? other, work);

  it("throws outside a tenant, and on an id that could break out of SET LOCAL", async () => {
    await expect(tenantDb().company.findMany()).rejects.toThrow("outside withTenant");
    await expect(tenantDb().$transaction((db) => db.company.findMany())).rejects.toThrow("outside withTenant");
    const evil = { organisationId: "org_x'; RESET ROLE; --", companyId: mine.companyId };
    await expect(withTenant(evil, () => tenantDb().company.findMany())).rejects.toThrow("malformed");
  });

  it("sees its own rows only, also when a query forgot its where", async () => {
    const seen = await asTenant(() => tenantDb().apiKey.findMany());
    expect(seen.map(({ organisationId }) => organisationId)).toEqual([mine.organisationId]);
    const people = await asTenant(() => tenantDb().user.findMany());
    expect(people.map(({ id }) => id)).toEqual([mine.userId]);
    const raw = await asTenant(() => tenantDb().$queryRaw<{ id: string }[]>`SELECT id FROM organisations`);
    expect(raw).toEqual([{ id: mine.organisationId }]);
  });

  it("sees nothing of the system's tables", async () => {
    for (const name of ["verification_requests", "sessions", "rate_limits", "system_audit_events"]) {
      const look = asTenant(() => tenantDb().$queryRawUnsafe(`SELECT 1 FROM ${name} LIMIT 1`));
      await expect(look, name).rejects.toThrow(/permission denied/);
    }
  });

  it("fails a lone write instead of losing it", async () => {
    const write = asTenant(() => tenantDb().company.updateMany({ data: { name: "Lost" } }));
    await expect(write).rejects.toThrow(/read-only transaction/);
    expect(await systemDb().company.count({ where: { name: "Lost" } })).toBe(0);
  });

  it("cannot write into another tenant, nor change another's rows", async () => {
    const foreign = {
      organisationId: other.organisationId,
      id: newId("co"),
      name: "Planted",
      timezone: "UTC",
      currency: "HKD",
    };
    await expect(asTenant(() => tenantDb().$transaction((db) => db.company.create({ data: foreign })))).rejects.toThrow(
      /row-level security/,
    );
    const { count } = await asTenant(() =>
      tenantDb().$transaction((db) =>
        db.company.updateMany({ where: { organisationId: other.organisationId }, data: { name: "Taken" } }),
      ),
    );
    expect(count).toBe(0);
  });

  it("keeps the audit trail append-only", async () => {
    const change = (sql: string) => asTenant(() => tenantDb().$transaction((db) => db.$executeRawUnsafe(sql)));
    await expect(change("DELETE FROM audit_events")).rejects.toThrow(/permission denied/);
    await expect(change("UPDATE audit_events SET outcome = 'done'")).rejects.toThrow(/permission denied/);
  });

  it("forgets the tenant with the transaction: parallel calls never see each other's", async () => {
    const workspaces = Array.from({ length: 60 }, (_, index) => (index % 3 ? mine : other));
    const seen = await Promise.all(
      workspaces.map(({ organisationId, companyId }) =>
        withTenant({ organisationId, companyId }, async () => (await tenantDb().company.findFirst())?.organisationId),
      ),
    );
    expect(seen).toEqual(workspaces.map(({ organisationId }) => organisationId));
  });

  it("of one company sees nothing of its sister company's business", async () => {
    const sister = newId("co");
    const { organisationId } = mine;
    await systemDb().company.create({
      data: { organisationId, id: sister, name: "Sister", timezone: "UTC", currency: "HKD" },
    });
    const service = { organisationId, id: newId("svc"), name: "Sister's class", durationMinutes: 60, currency: "HKD" };
    await systemDb().service.create({ data: { ...service, companyId: sister } });
    expect(await asTenant(() => tenantDb().service.count())).toBe(0);
    expect(await withTenant({ organisationId, companyId: sister }, () => tenantDb().service.count())).toBe(1);
    const smuggle = asTenant(() =>
      tenantDb().$transaction((db) => db.service.create({ data: { ...service, id: newId("svc"), companyId: sister } })),
    );
    await expect(smuggle).rejects.toThrow(/row-level security/);
  });
});
