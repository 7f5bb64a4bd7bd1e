import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { generateKey } from "@/lib/auth/keys";
import { closeDatabases } from "@/lib/db/client";
import { takeOwnDatabase } from "@/lib/integrations/email/testing/own-database";
import { execute } from "@/lib/kernel/execute";
import { newId } from "@/lib/kernel/ids";
import { createService } from "@/lib/operations/services/create-service";
import { checkInvariants, type Finding, findBreaches } from "./invariants";

let database: Awaited<ReturnType<typeof takeOwnDatabase>>;
let client: pg.Client;
let one: TestWorkspace;
let two: TestWorkspace;
let serviceId: string;
let exclusion: string;

beforeAll(async () => {
  database = await takeOwnDatabase();
  [one, two] = [await makeWorkspace("One"), await makeWorkspace("Two")];
  serviceId = (await execute(createService, one.caller, { name: "Yoga", durationMinutes: 60 })).data.id;
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    "SELECT conname AS name FROM pg_constraint WHERE conrelid = 'booking_allocations'::regclass AND contype = 'x'",
  );
  exclusion = rows[0]?.name ?? "";
});
afterAll(async () => {
  await client.end();
  await closeDatabases();
  await database.remove();
});

const broken = (findings: Finding[]) => findings.filter(({ breaches }) => breaches.length > 0).map(({ id }) => id);

const event = (type: string, actorId: string, organisationId: string) =>
  `INSERT INTO audit_events (organisation_id, id, actor_type, actor_id, operation, effect, outcome, request_id, surface, duration_ms)
   VALUES ('${organisationId}', '${newId("evt")}', ${type}, '${actorId}', 'list_services', 'read', 'done', 'r', 'mcp', 1)`;

/** Rows as only a fault or a hand in the database could leave them. */
const FAULTS: Record<string, () => string> = {
  I1: () => `INSERT INTO verification_requests (id, purpose, email, mailbox_key, expires_at, organisation_id)
    SELECT 'req' || n, 'sign_up', 'a@example.com', 'a@example.com', now(), '${one.organisationId}' FROM generate_series(1, 2) n`,
  I2: () => `INSERT INTO verification_requests (id, purpose, email, mailbox_key, expires_at, wrong_guesses)
    VALUES ('guessed', 'sign_in', 'a@example.com', 'a@example.com', now(), 6)`,
  I3: () => event("'apiKey'", one.keyId, two.organisationId),
  I4: () =>
    `UPDATE api_keys SET revoked_at = now() - interval '1 hour' WHERE id = '${one.keyId}'; ${event("'apiKey'", one.keyId, one.organisationId)}`,
  I5: () => `INSERT INTO outbox_mails (id, template, recipient, created_at, next_attempt_at)
    VALUES ('forgotten', 'new_key', 'a@example.com', now() - interval '2 hours', now() - interval '2 hours')`,
  I6: () => `UPDATE services SET description = 'use ${generateKey()}' WHERE id = '${serviceId}'`,
  I7a: () => `ALTER TABLE booking_allocations DROP CONSTRAINT ${exclusion};
    INSERT INTO booking_allocations (organisation_id, company_id, id, subject_type, subject_id, during, holder_type, holder_id)
    SELECT '${one.organisationId}', '${one.companyId}', 'alloc' || n, 'staff', 'x', tstzrange(now(), now() + interval '1 hour'), 'booking', 'b' || n
    FROM generate_series(1, 2) n`,
  I7b: () => `SET LOCAL session_replication_role = replica;
    INSERT INTO schedule_occurrences (organisation_id, id, company_id, schedule_id, date, starts_at, ends_at, capacity, taken)
    VALUES ('${one.organisationId}', 'occ', '${one.companyId}', 'sch', now(), now(), now() + interval '1 hour', 1, 1);
    INSERT INTO bookings (organisation_id, company_id, id, service_id, occurrence_id, customer_name, starts_at, ends_at, local_start,
      timezone, currency, status, participants, created_at)
    VALUES ('${one.organisationId}', '${one.companyId}', 'bkg', '${serviceId}', 'occ', 'Anna', now(), now() + interval '1 hour', 'now',
      'UTC', 'HKD', 'confirmed', 2, '2000-01-01')`,
  I7c: () => `INSERT INTO services (organisation_id, company_id, id, name, duration_minutes, price_minor, currency, status, type)
    VALUES ('${one.organisationId}', '${one.companyId}', '${newId("svc")}', 'From nowhere', 60, 0, 'HKD', 'active', 'appointment')`,
};
describe("what must hold in every database", () => {
  it("holds in one that was only used", async () => {
    expect(broken(await checkInvariants(database.url))).toEqual([]);
  });

  it.each(Object.entries(FAULTS))("is found broken: %s", async (id, fault) => {
    await client.query("BEGIN");
    try {
      await client.query(fault());
      expect(broken(await findBreaches(client))).toEqual([id]);
    } finally {
      await client.query("ROLLBACK");
    }
  });
});
