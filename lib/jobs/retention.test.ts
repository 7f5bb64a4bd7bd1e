import { afterAll, beforeAll, expect, it } from "vitest";
import { makeWorkspace } from "@/e2e/support/workspace";
import { closeDatabases, systemDb } from "@/lib/db/client";
import { changeSettings, makeCodeRequest, takeOwnDatabase } from "@/lib/integrations/email/testing/own-database";
import { queueMail } from "@/lib/kernel/outbox";
import { removeExpiredRows } from "./retention";

let database: Awaited<ReturnType<typeof takeOwnDatabase>>;
const day = 86_400;

beforeAll(async () => {
  database = await takeOwnDatabase();
});

afterAll(async () => {
  await closeDatabases();
  await database.remove();
});

const from = (seconds: number) => new Date(Date.now() + seconds * 1_000);

async function queueAged(days: number, status: string): Promise<string> {
  const id = await queueMail(systemDb(), { template: "organisation_deleted", to: "ada@example.com", locale: "en" });
  await systemDb().outboxMail.update({ where: { id }, data: { createdAt: from(-days * day), status } });
  return id;
}

it("removes what outlived its purpose and nothing else", async () => {
  const db = systemDb();
  await makeCodeRequest("old@example.com", -2 * day);
  const freshRequest = await makeCodeRequest("new@example.com", -day / 2);
  await queueAged(31, "sent");
  await queueAged(31, "dropped");
  const kept = [await queueAged(29, "sent"), await queueAged(31, "queued")];
  const challenge = { challenge: "c", purpose: "register" };
  await db.passkeyChallenge.create({ data: { ...challenge, id: "dead", expiresAt: from(-1) } });
  await db.passkeyChallenge.create({ data: { ...challenge, id: "alive", expiresAt: from(60) } });
  const pairing = { pollTokenHash: "h", deviceName: "d" };
  await db.pairing.create({ data: { ...pairing, id: "dead", userCodeHash: "1", expiresAt: from(-2 * day) } });
  await db.pairing.create({ data: { ...pairing, id: "alive", userCodeHash: "2", expiresAt: from(-60) } });
  const answer = { organisationId: "org", actorId: "a", operation: "o", inputHash: "h", output: {} };
  await db.idempotencyRecord.create({ data: { ...answer, key: "dead", expiresAt: from(-1) } });
  await db.idempotencyRecord.create({ data: { ...answer, key: "alive", expiresAt: from(60) } });
  const company = await makeWorkspace();
  const link = (id: string, expires: number, deleteAfter: number | null) => {
    const { organisationId, companyId } = company;
    const times = { expiresAt: from(expires), deleteAfter: deleteAfter === null ? null : from(deleteAfter) };
    const rows = { create: [{ row: 1, line: 2, cells: ["Ada"] }] };
    return db.importUpload.create({
      data: { organisationId, companyId, id, tokenHash: id, actorLabel: "a", ...times, rows },
    });
  };
  await link("over", -8 * day, -1);
  await link("never sent", -2 * day, null);
  await link("kept", -6 * day, day);
  await link("waiting", -day / 2, null);
  await db.rateLimit.create({ data: { key: "dead", points: 1, expire: Date.now() - 1_000 } });
  await db.rateLimit.create({ data: { key: "alive", points: 1, expire: Date.now() + 60_000 } });
  await db.rateLimit.create({ data: { key: "for ever", points: 1, expire: null } });
  const looked = {
    actorType: "anonymous",
    operation: "read_public_booking_page",
    surface: "portal",
    requestId: "r",
    durationMs: 1,
  };
  const look = (id: string, days: number, more: object = {}) =>
    db.systemAuditEvent.create({
      data: { ...looked, id, effect: "read", outcome: "done", occurredAt: from(-days * day), ...more },
    });
  await Promise.all([look("dead", 31), look("alive", 29), look("change", 31, { effect: "create" })]);

  expect(await removeExpiredRows()).toEqual({
    verification_requests: 1,
    passkey_challenges: 1,
    pairings: 1,
    idempotency_records: 1,
    sessions: 0,
    system_audit_events: 1,
    outbox_mails: 2,
    import_rows: 2,
    import_uploads: 2,
    rate_limits: 1,
  });
  expect((await db.importUpload.findMany({ orderBy: { id: "asc" } })).map(({ id }) => id)).toEqual(["kept", "waiting"]);
  expect(await db.importRow.count()).toBe(2);
  expect((await db.verificationRequest.findMany()).map((row) => row.id)).toEqual([freshRequest]);
  expect((await db.outboxMail.findMany()).map((row) => row.id).sort()).toEqual([...kept].sort());
  expect((await db.passkeyChallenge.findMany()).map((row) => row.id)).toEqual(["alive"]);
  expect((await db.pairing.findMany()).map((row) => row.id)).toEqual(["alive"]);
  expect((await db.idempotencyRecord.findMany()).map((row) => row.key)).toEqual(["alive"]);
  expect((await db.rateLimit.findMany()).map((row) => row.key).sort()).toEqual(["alive", "for ever"]);
});

const settings = (audit: string | undefined, mail: string | undefined) =>
  changeSettings({ FAVCRM_KEEP_AUDIT_DAYS: audit, FAVCRM_KEEP_MAIL_DAYS: mail });

it("keeps audit events for ever, or as many days as the operator says, of every organisation", async () => {
  const db = systemDb();
  const [one, two] = [await makeWorkspace(), await makeWorkspace()];
  const event = (organisationId: string, id: string, days: number) =>
    db.auditEvent.create({
      data: {
        organisationId,
        id,
        actorType: "apiKey",
        operation: "list_services",
        effect: "read",
        outcome: "done",
        requestId: "r",
        surface: "mcp",
        durationMs: 1,
        occurredAt: from(-days * day),
      },
    });
  for (const { organisationId } of [one, two]) {
    await event(organisationId, `old ${organisationId}`, 101);
    await event(organisationId, `new ${organisationId}`, 99);
  }
  const refused = { actorType: "anonymous", operation: "o", surface: "mcp", requestId: "r", durationMs: 1 };
  await db.systemAuditEvent.create({
    data: { ...refused, id: "refused", effect: "create", outcome: "refused", occurredAt: from(-101 * day) },
  });
  expect(await removeExpiredRows()).not.toHaveProperty("audit_events");

  settings("100", undefined);
  expect(await removeExpiredRows()).toMatchObject({ audit_events: 2, system_audit_events: 1 });
  settings(undefined, undefined);
  const kept = await db.auditEvent.findMany({ where: { operation: "list_services" } });
  expect(kept.map(({ id }) => id.slice(0, 3))).toEqual(["new", "new"]);
});

it("keeps mails as many days as the operator says", async () => {
  const [gone, kept] = [await queueAged(4, "sent"), await queueAged(2, "sent")];
  settings(undefined, "3");
  await removeExpiredRows();
  settings(undefined, undefined);
  const mails = await systemDb().outboxMail.findMany({ where: { id: { in: [gone, kept] } } });
  expect(mails.map(({ id }) => id)).toEqual([kept]);
});
