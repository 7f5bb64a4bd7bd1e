import { randomBytes } from "node:crypto";
import pg from "pg";
import { systemDb } from "@/lib/db/client";
import { applyMigrations } from "@/lib/db/migrate";
import { forgetEnvironment } from "@/lib/env";
import { newId } from "@/lib/kernel/ids";

/**
 * Gives the running suite a database of its own on the test server: a worker takes every mail it finds, also those of other
 * suites. Returns the address and how to remove it.
 */
export async function takeOwnDatabase(): Promise<{ url: string; remove(): Promise<void> }> {
  const server = process.env.DATABASE_URL ?? "";
  const name = `mail_${randomBytes(6).toString("hex")}`;
  await runOn(server, `CREATE DATABASE ${name} TEMPLATE template0`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  await applyMigrations(address.href, { log: () => {} });
  changeSettings({ DATABASE_URL: address.href });
  return { url: address.href, remove: () => runOn(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** Changes variables of this process; undefined removes one. */
export function changeSettings(changes: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  forgetEnvironment();
}

/** A code request as sign-up makes it, alive for `lifeSeconds` (negative: dead already). */
export async function makeCodeRequest(email: string, lifeSeconds = 600, more: object = {}): Promise<string> {
  const id = newId("signup_req");
  const expiresAt = new Date(Date.now() + lifeSeconds * 1_000);
  const payload = { organisationName: "Stretch + Breathe" };
  await systemDb().verificationRequest.create({
    data: { id, purpose: "sign_up", email, mailboxKey: email, payload, expiresAt, ip: "203.0.113.7", ...more },
  });
  return id;
}
