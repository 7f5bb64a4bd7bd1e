import { issueKey } from "@/lib/auth/keys";
import { planOf } from "@/lib/auth/plans";
import { effectiveScopes, ROLE_SCOPES, type Role, type Scope } from "@/lib/auth/scopes";
import { systemDb } from "@/lib/db/client";
import type { Caller, Workspace } from "@/lib/kernel/context";
import { newId } from "@/lib/kernel/ids";
import { createOrganisation, personOf } from "@/lib/operations/sign-up/found";

/** A workspace of its own for one suite, with a key of its owner. */
export interface TestWorkspace {
  organisationId: string;
  companyId: string;
  userId: string;
  email: string;
  keyId: string;
  apiKey: string;
  caller: Caller;
}

const origin = () => ({ requestId: newId("evt"), surface: "mcp" as const, ip: "127.0.0.1", client: "test" });

/** Nobody in particular, from an address of its own, so that suites do not share limits. */
export function stranger(ip = randomAddress()): Caller {
  return {
    ...origin(),
    ip,
    actor: { type: "anonymous", id: null, label: "anonymous" },
    userId: null,
    workspace: null,
    role: null,
    scopes: new Set(),
    key: null,
    session: null,
  };
}

/** An address of the block that is reserved for documentation-like use inside 10/8. */
export function randomAddress(): string {
  const part = () => 1 + Math.floor(Math.random() * 250);
  return `10.${part()}.${part()}.${part()}`;
}

/** A mailbox nobody else uses. */
export function randomMailbox(): string {
  return `${newId("usr").toLowerCase()}@example.com`;
}

/** Founds a workspace the way a sign-up does and returns its owner's key and a caller with it. */
export async function makeWorkspace(name = "Stretch + Breathe"): Promise<TestWorkspace> {
  const db = systemDb();
  const email = randomMailbox();
  const userId = await personOf(db, email);
  const founding = { organisationName: name, country: "HK", industry: "fitness", timezone: null };
  const { organisationId, companyId } = await db.$transaction((tx) => createOrganisation(tx, userId, founding));
  const key = await issueKey(db, {
    organisationId,
    companyId,
    userId,
    name: "Test key",
    scopes: [...ROLE_SCOPES.owner],
    parent: null,
    lifeSeconds: null,
    createdByActor: "test",
  });
  const workspace: Workspace = {
    organisationId,
    organisationName: name,
    companyId,
    companyName: name,
    country: "HK",
    timezone: "Asia/Hong_Kong",
    currency: "HKD",
    language: "zh-Hant",
    plan: "self_hosted",
    quotas: planOf("self_hosted").quotas,
  };
  const caller: Caller = {
    ...origin(),
    actor: { type: "apiKey", id: key.id, label: "Test key" },
    userId,
    workspace,
    role: "owner",
    scopes: ROLE_SCOPES.owner,
    key: { id: key.id, ancestorIds: [], expiresAt: null },
    session: null,
  };
  return { organisationId, companyId, userId, email, keyId: key.id, apiKey: key.apiKey, caller };
}

/** The same caller with fewer scopes. */
export function withScopes(caller: Caller, scopes: readonly Scope[], role: Role = "owner"): Caller {
  return { ...caller, scopes: effectiveScopes(role, scopes) };
}

/** The owner in the portal instead of a key. */
export function asPerson(caller: Caller): Caller {
  return {
    ...caller,
    surface: "portal",
    actor: { type: "user", id: caller.userId, label: "Owner" },
    key: null,
    session: { id: newId("ses"), confirmedAt: null },
  };
}

/** Audit rows of an organisation for one operation, oldest first. */
export function auditOf(organisationId: string, operation: string) {
  return systemDb().auditEvent.findMany({ where: { organisationId, operation }, orderBy: { id: "asc" } });
}
