import { parseArgs } from "node:util";
import { hashKey, isWellFormedKey, revokeKey } from "@/lib/auth/keys";
import { closeDatabases, systemDb } from "@/lib/db/client";
import { amendEnvironment } from "@/lib/env";
import { auditChange } from "@/lib/kernel/audit";
import { newId } from "@/lib/kernel/ids";
import { revokeApiKey } from "@/lib/operations/keys/revoke-api-key";
import { withDatabase } from "../lib/with-database";
import { checkInvariants } from "./invariants";

/** The command was called wrongly or found nothing to do; the message is for the person. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** Whoever may run programs beside the server; organisations see in their activity what was done. */
const OPERATOR = {
  surface: "system",
  ip: null,
  client: "npm run admin",
  actor: { type: "system", id: null, label: "operator" },
  userId: null,
  workspace: null,
  role: null,
  scopes: new Set<never>(),
  key: null,
  session: null,
} as const;

type Command = { usage: string; does: string; run: (args: string[]) => Promise<void> };

/** Opens the pools on the database that the server uses, and closes them. */
async function withPools(work: () => Promise<void>): Promise<void> {
  await withDatabase(async (url) => {
    amendEnvironment({ databaseUrl: url, databaseDirectUrl: url });
    try {
      await work();
    } finally {
      await closeDatabases();
    }
  });
}

async function listOrganisations(): Promise<void> {
  const rows = await systemDb().$queryRaw<Record<string, unknown>[]>`
    SELECT o.id, o.name, o.plan, to_char(o.created_at, 'YYYY-MM-DD') AS since,
      CASE WHEN o.deleted_at IS NULL THEN '' ELSE 'deleted' END AS state,
      (SELECT count(*)::int FROM memberships m WHERE m.organisation_id = o.id) AS members,
      (SELECT count(*)::int FROM api_keys k WHERE k.organisation_id = o.id AND k.revoked_at IS NULL
         AND (k.expires_at IS NULL OR k.expires_at > now())) AS keys,
      (SELECT to_char(max(e.occurred_at), 'YYYY-MM-DD HH24:MI') FROM audit_events e WHERE e.organisation_id = o.id) AS "lastCall"
    FROM organisations o ORDER BY o.created_at`;
  console.table(rows);
}

/** A key is named by its id, or given whole; then it stands in the shell's history, so that the id is better. */
async function findKey(name: string): Promise<{ organisationId: string; id: string; revokedAt: Date | null }> {
  const by = isWellFormedKey(name) ? { hash: hashKey(name) } : { id: name };
  const key = await systemDb().apiKey.findFirst({
    where: by,
    select: { organisationId: true, id: true, revokedAt: true },
  });
  if (!key)
    throw new UsageError("There is no such key. Give its id (key_…), as the portal shows it, or the whole key.");
  return key;
}

async function revokeOne(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      reason: { type: "string", default: "revoked by the operator" },
      alone: { type: "boolean", default: false },
    },
  });
  const [name] = positionals;
  if (!name) throw new UsageError("Which key? Give its id (key_…) or the whole key.");
  const { organisationId, id, revokedAt } = await findKey(name);
  if (revokedAt) return console.log(`${id} has been revoked since ${revokedAt.toISOString()}.`);
  const startedAt = performance.now();
  const planted = await systemDb().$transaction(async (db) => {
    const revocation = { organisationId, keyId: id, reason: values.reason, byActor: OPERATOR.actor.label };
    const planted = await revokeKey(db, { ...revocation, withDescendants: !values.alone });
    await auditChange(db, {
      operation: revokeApiKey,
      caller: { ...OPERATOR, requestId: newId("evt") },
      organisationId,
      rawInput: { keyId: id, reason: values.reason, withDescendants: !values.alone },
      outcome: "done",
      summary: "Key revoked by the operator of this instance",
      note: { entityId: id, after: planted },
      durationMs: performance.now() - startedAt,
    });
    return planted;
  });
  console.log(
    `${id} of ${organisationId} no longer works; with it went ${planted.keyIds.length - 1} keys, ${planted.inviteIds.length} invitations and ${planted.memberIds.length} members.`,
  );
}

async function requeueMail(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { "dropped-since": { type: "string" } },
  });
  const since = values["dropped-since"] ? new Date(values["dropped-since"]) : undefined;
  if ((!positionals[0] && !since) || Number.isNaN(since?.getTime()))
    throw new UsageError("Which mail? Give its id (mail_…), or --dropped-since 2026-01-31T08:00Z.");
  const count = await systemDb().$executeRaw`
    UPDATE outbox_mails SET status = 'queued', attempts = 0, next_attempt_at = now(), leased_until = NULL, last_error = NULL
    WHERE status = 'dropped' AND (not_after IS NULL OR not_after > now())
      AND (id = ${positionals[0] ?? ""} OR created_at >= ${since ?? null}::timestamptz)`;
  console.log(`${count} mails wait again. Codes and links that are past their time stay dropped.`);
}

async function verify(): Promise<void> {
  await withDatabase(async (url) => {
    for (const { id, promise, breaches } of await checkInvariants(url)) {
      console.log(`${breaches.length === 0 ? "holds " : "BROKEN"}  ${id.padEnd(4)} ${promise}`);
      for (const breach of breaches) console.log(`                ${breach}`);
      if (breaches.length > 0) process.exitCode = 1;
    }
  });
}

export const COMMANDS: Record<string, Command> = {
  organisations: {
    usage: "organisations",
    does: "lists every organisation with its plan, members, living keys and last call",
    run: () => withPools(listOrganisations),
  },
  "revoke-key": {
    usage: "revoke-key KEY [--reason TEXT] [--alone]",
    does: "ends a key at once, with what it planted unless --alone",
    run: (args) => withPools(() => revokeOne(args)),
  },
  "requeue-mail": {
    usage: "requeue-mail MAIL | --dropped-since TIME",
    does: "lets dropped mails be sent after all",
    run: (args) => withPools(() => requeueMail(args)),
  },
  verify: {
    usage: "verify",
    does: "checks by SQL what must hold in the database; exit code 1 if it does not",
    run: verify,
  },
};
