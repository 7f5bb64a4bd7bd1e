import "server-only";
import { BlockList, isIP } from "node:net";
import { systemRead } from "@/lib/db/client";
import { type Caller, NOBODY, type Origin, type Surface } from "@/lib/kernel/context";
import { newId } from "@/lib/kernel/ids";
import { clientAddress } from "./client-address";
import { isMaskedKey, KEY_PATTERN } from "./key-form";
import { markFirstUse, noteKeyUse } from "./key-use";
import { hashKey, isWellFormedKey } from "./keys";
import { effectiveScopes, isRole } from "./scopes";
import { type WorkspaceRow, workspaceOfRow } from "./workspace";

const MAX_HEADER_LENGTH = 512;
const MAX_CLIENT_LENGTH = 200;
const COMPANY_ID = /^co_[0-9A-Za-z]{24}$/;

/** Why a presented credential was refused. Unknown and revoked keys get the same answer. */
export type Refusal = "invalid_token" | "masked_key" | "key_in_url" | "address_not_allowed" | "unknown_company";

/** Where a request came from, before anybody is known. */
export function originOf(request: Request, surface: Surface): Origin {
  return {
    requestId: request.headers.get("x-request-id") ?? newId("evt"),
    surface,
    ip: clientAddress(request.headers),
    client: request.headers.get("user-agent")?.slice(0, MAX_CLIENT_LENGTH) ?? null,
  };
}

/** A caller without a credential. */
export function anonymous(origin: Origin): Caller {
  return {
    ...origin,
    actor: NOBODY,
    userId: null,
    workspace: null,
    role: null,
    scopes: new Set(),
    key: null,
    session: null,
  };
}

/**
 * Who calls the MCP endpoint: the key's owner in the key's company (or the one X-Company-Id names), nobody when no key was
 * sent, or why the presented key is refused. A present but bad key is never treated as absent.
 */
export async function authenticateKey(request: Request): Promise<Caller | Refusal> {
  const origin = originOf(request, "mcp");
  if (request.url.includes("fav_mcp_") && new RegExp(KEY_PATTERN).test(request.url)) return "key_in_url";
  const header = request.headers.get("authorization");
  if (header === null) return anonymous(origin);
  const key = bearerToken(header);
  if (key && isMaskedKey(key)) return "masked_key";
  if (!key || !isWellFormedKey(key)) return "invalid_token";
  const companyId = request.headers.get("x-company-id");
  if (companyId !== null && !COMPANY_ID.test(companyId)) return "unknown_company";
  const row = await findKey(hashKey(key), companyId);
  if (!row || !isRole(row.role)) return "invalid_token";
  if (row.allowed_networks.length > 0 && !isWithin(origin.ip, row.allowed_networks)) return "address_not_allowed";
  if (row.company_id === null) return "unknown_company";
  if (row.first_used_at === null) await markFirstUse(row.organisation_id, row.id);
  noteKeyUse({ organisationId: row.organisation_id, keyId: row.id, ip: origin.ip, client: origin.client });
  return toCaller(origin, { ...row, role: row.role, company_id: row.company_id });
}

/** The token of a Bearer header; the scheme in any case. Two headers arrive joined by a comma and fail the key's form. */
function bearerToken(header: string): string | undefined {
  return header.length > MAX_HEADER_LENGTH ? undefined : /^bearer +(\S+) *$/i.exec(header)?.[1];
}

interface KeyRow extends Omit<WorkspaceRow, "company_id"> {
  id: string;
  user_id: string;
  name: string;
  scopes: string[];
  ancestor_ids: string[];
  expires_at: Date | null;
  first_used_at: Date | null;
  allowed_networks: string[];
  role: string;
  company_id: string | null;
}

/** One round trip. The database's clock decides expiry; nothing is cached, so a revocation holds from its commit on. */
async function findKey(hash: string, companyId: string | null): Promise<KeyRow | undefined> {
  const [row] = await systemRead<KeyRow>(
    `
    SELECT k.id, k.organisation_id, o.name AS organisation_name, o.plan, k.user_id, k.name, k.scopes, k.ancestor_ids,
           k.expires_at, k.first_used_at, k.allowed_networks, m.role, c.id AS company_id, c.name AS company_name,
           c.country, c.timezone, c.currency, c.language
    FROM api_keys k
    JOIN organisations o ON o.id = k.organisation_id AND o.deleted_at IS NULL
    JOIN memberships m ON m.organisation_id = k.organisation_id AND m.user_id = k.user_id AND m.removed_at IS NULL
    LEFT JOIN companies c ON c.organisation_id = k.organisation_id AND c.id = coalesce($2, k.company_id) AND c.archived_at IS NULL
    WHERE k.hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())`,
    [hash, companyId],
  );
  return row;
}

function toCaller(origin: Origin, row: KeyRow & { role: "owner" | "manager" | "staff"; company_id: string }): Caller {
  return {
    ...origin,
    actor: { type: "apiKey", id: row.id, label: row.name },
    userId: row.user_id,
    workspace: workspaceOfRow(row),
    role: row.role,
    scopes: effectiveScopes(row.role, row.scopes),
    key: { id: row.id, ancestorIds: row.ancestor_ids, expiresAt: row.expires_at },
    session: null,
  };
}

/** Whether an address lies in one of the CIDR ranges or is one of the addresses. An unknown address lies in none. */
export function isWithin(ip: string | null, networks: readonly string[]): boolean {
  if (ip === null) return false;
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (isIP(address) === 0) continue;
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list.check(ip, isIP(ip) === 6 ? "ipv6" : "ipv4");
}
