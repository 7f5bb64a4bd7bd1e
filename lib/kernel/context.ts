import type { PlanQuotas } from "@/lib/auth/plans";
import type { Role, Scope } from "@/lib/auth/scopes";
import type { DatabaseClient } from "@/lib/db/client";
import type { MailToQueue } from "./outbox";

export type ActorType = "user" | "apiKey" | "system" | "webhook" | "customer" | "anonymous";
export type Surface = "mcp" | "portal" | "system";

/** Where a call came from; known before anybody is authenticated. */
export interface Origin {
  requestId: string;
  surface: Surface;
  /** The client's address as far as trusted hops vouch for it. */
  ip: string | null;
  /** The client's User-Agent, bounded. */
  client: string | null;
}

export interface Workspace {
  organisationId: string;
  organisationName: string;
  companyId: string;
  companyName: string;
  country: string | null;
  timezone: string;
  currency: string;
  language: string;
  plan: string;
  quotas: PlanQuotas | null;
}

export interface CallerKey {
  id: string;
  ancestorIds: readonly string[];
  expiresAt: Date | null;
}

/** Who is calling. Made by `lib/auth`, never by an operation. */
export interface Caller extends Origin {
  actor: { type: ActorType; id: string | null; label: string };
  /** The person behind the call, also when a key of theirs makes it. */
  userId: string | null;
  workspace: Workspace | null;
  role: Role | null;
  scopes: ReadonlySet<Scope>;
  /** Set when the call was made with an API key. */
  key: CallerKey | null;
  /** Set when the call was made from a signed-in browser. */
  session: { id: string; confirmedAt: Date | null } | null;
}

/** The actor of a call that nobody in particular makes. */
export const NOBODY: Caller["actor"] = { type: "anonymous", id: null, label: "anonymous" };

/** What an operation may note for the audit row. Secrets do not belong here. */
export interface AuditNote {
  /** The organisation a public call turned out to concern, such as the one it founded. */
  organisationId?: string;
  entityId?: string;
  /** Set by a call that turned out to change nothing, such as a preview. */
  effect?: "read";
  before?: unknown;
  after?: unknown;
}

interface BaseContext {
  caller: Caller;
  /** Adds to the audit row that is written in the same transaction. */
  note(note: AuditNote): void;
  /** Queues a mail in the same transaction; it is sent after the commit. */
  queueMail(mail: MailToQueue): Promise<string>;
}

/** Context of an ordinary operation: `db` sees the caller's organisation and company, nothing else. */
export interface TenantContext extends BaseContext {
  caller: Caller & { workspace: Workspace; role: Role; userId: string };
  db: DatabaseClient;
}

/** Context of public and personal operations: the connection without a tenant. */
export interface SystemContext extends BaseContext {
  system: DatabaseClient;
  /**
   * Works inside one company, as a caller of its own would: the database that `work` gets shows this company's rows only.
   * A change stays inside until its transaction ends.
   */
  within<T>(
    tenant: Pick<Workspace, "organisationId" | "companyId">,
    work: (db: DatabaseClient) => Promise<T>,
  ): Promise<T>;
}
