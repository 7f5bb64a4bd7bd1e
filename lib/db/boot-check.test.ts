import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeWorkspace } from "@/e2e/support/workspace";
import { takeOwnDatabase } from "@/lib/integrations/email/testing/own-database";
import { assertTenantIsolation, closeDatabases } from "./client";

let database: Awaited<ReturnType<typeof takeOwnDatabase>>;
let admin: pg.Client;

beforeAll(async () => {
  database = await takeOwnDatabase();
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await makeWorkspace();
});

afterAll(async () => {
  await admin.end();
  await closeDatabases();
  await database.remove();
});

describe("the boot check", () => {
  it("passes while the locks hold", async () => {
    await expect(assertTenantIsolation()).resolves.toBeUndefined();
  });

  it("refuses to serve when a read without a tenant returns rows", async () => {
    await admin.query("ALTER TABLE api_keys DISABLE ROW LEVEL SECURITY");
    await expect(assertTenantIsolation()).rejects.toThrow("Row-level security does not hold");
    await admin.query("ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY");
    await expect(assertTenantIsolation()).resolves.toBeUndefined();
  });
});
