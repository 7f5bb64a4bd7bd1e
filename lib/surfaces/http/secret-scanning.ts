import "server-only";
import { z } from "zod";
import { anonymous, originOf } from "@/lib/auth/authenticate";
import { KEY_PATTERN } from "@/lib/auth/key-form";
import { hashKey, isWellFormedKey } from "@/lib/auth/keys";
import type { LeakSource } from "@/lib/auth/leaks";
import { env } from "@/lib/env";
import { isSignedByGithub } from "@/lib/integrations/github/partner-signature";
import { isSignedWebhook, readAlert } from "@/lib/integrations/github/webhook";
import type { Caller } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { execute } from "@/lib/kernel/execute";
import { findLeakedKeys, MAX_REPORTED_TOKENS } from "@/lib/operations/leaks/find-leaked-keys";
import { revokeLeakedKey } from "@/lib/operations/leaks/revoke-leaked-key";

interface Reported {
  token: string;
  url: string | null;
}

const partnerReport = z
  .array(z.object({ token: z.string().max(10_000), type: z.string().max(200), url: z.string().max(2_000).nullish() }))
  .max(MAX_REPORTED_TOKENS, `must have at most ${MAX_REPORTED_TOKENS} tokens`);

/**
 * Answers a leak report of GitHub: the partner format, signed by GitHub itself, or a repository's own secret_scanning_alert
 * webhook, signed with a shared secret. Returns the JSON to answer with. Throws unauthenticated for a report that nobody
 * signed, not_found while neither kind is configured. The same report twice changes nothing the second time.
 */
export async function answerLeakReport(request: Request): Promise<unknown> {
  const { githubKeysUrl, githubWebhookSecret } = env();
  if (!githubKeysUrl && !githubWebhookSecret) {
    throw new OperationError("not_found", {
      message: "Leak reports are not set up on this server.",
      hint: "The operator sets FAVCRM_GITHUB_KEYS_URL or FAVCRM_GITHUB_WEBHOOK_SECRET; people report keys at /leaked.",
    });
  }
  const { headers } = request;
  const body = new Uint8Array(await request.arrayBuffer());
  const caller = scanner(request);
  if (headers.has("x-hub-signature-256")) {
    if (!isSignedWebhook(headers, body)) throw unsigned();
    return answerWebhook(caller, headers, parse(body));
  }
  if (!(await isSignedByGithub(headers, body))) throw unsigned();
  return answerPartner(caller, parse(body));
}

function scanner(request: Request): Caller {
  return {
    ...anonymous(originOf(request, "system")),
    actor: { type: "webhook", id: "github", label: "GitHub secret scanning" },
  };
}

function unsigned(): OperationError {
  return new OperationError("unauthenticated", {
    message: "The report's signature does not fit.",
    hint: "Sign the raw body as GitHub does.",
  });
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (cause) {
    throw new OperationError("invalid_input", { message: "The report is not JSON.", cause });
  }
}

async function answerPartner(caller: Caller, body: unknown) {
  const report = partnerReport.safeParse(body);
  if (!report.success) {
    throw new OperationError("invalid_input", {
      message: `The report ${report.error.issues[0]?.message ?? "is malformed"}.`,
    });
  }
  const tokens = report.data.map(({ token, url }) => ({ token, url: url ?? null }));
  const known = await revoke(caller, tokens, "github_partner");
  return report.data.map(({ token, type }) => ({
    token_hash: hashKey(token),
    token_type: type,
    label: known.has(hashKey(token)) ? "true_positive" : "false_positive",
  }));
}

async function answerWebhook(caller: Caller, headers: Headers, body: unknown) {
  const alert = await readAlert(headers, body);
  if (!alert) return { keys: 0 };
  if (alert.secret === null) {
    return {
      keys: 0,
      hint: "GitHub leaves the key out of the event; set FAVCRM_GITHUB_TOKEN so that the alert can be read.",
    };
  }
  const tokens = [...alert.secret.matchAll(KEY_PATTERN)].map(([token]) => ({ token, url: alert.url }));
  return { keys: (await revoke(caller, tokens, "github_webhook")).size };
}

/** Kills every reported key of ours; returns the hashes of those that are. */
async function revoke(caller: Caller, reported: readonly Reported[], source: LeakSource): Promise<Set<string>> {
  const places = new Map<string, Set<string | null>>();
  for (const { token, url } of reported) {
    if (!isWellFormedKey(token)) continue;
    const hash = hashKey(token);
    places.set(hash, (places.get(hash) ?? new Set()).add(url));
  }
  if (places.size === 0) return new Set();
  const { data } = await execute(findLeakedKeys, caller, { hashes: [...places.keys()] });
  for (const { hash, organisationId, keyId } of data.items) {
    for (const url of places.get(hash) ?? [])
      await execute(revokeLeakedKey, caller, { organisationId, keyId, source, url });
  }
  return new Set(data.items.map(({ hash }) => hash));
}
