import "server-only";
import { isFromThisMachine } from "@/lib/auth/client-address";
import { normalizeMailbox } from "@/lib/auth/mailbox";
import { systemDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import { type MailRequest, type RenderedMail, renderMail } from "./render-mail";

export interface OutboxItem {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The six digits of a code mail, else null. */
  code: string | null;
  /** ISO-8601 in UTC. */
  createdAt: string;
}

const MAX_ITEMS = 100;
/**
 * Whether the local outbox exists for this request: no mail provider is set up, this process listens on loopback only, and
 * the request came straight from this machine to our own socket, by a loopback name. Everybody else gets 404.
 */
export function isOutboxOpen(request: { peerAddress: string | null; host: string | null; headers: Headers }): boolean {
  const { mailTransport, isLoopbackBind } = env();
  return mailTransport === "outbox" && isLoopbackBind && isFromThisMachine(request);
}

/**
 * The mails that the local outbox holds, newest first, written anew at every look because codes are never stored. `to` is
 * one address, in any spelling; `limit` at most 100.
 */
export async function listOutbox({ to, limit = 20 }: { to?: string | null; limit?: number }): Promise<OutboxItem[]> {
  const recipient = to ? normalizeMailbox(to) : undefined;
  if (recipient === null) return [];
  const rows = await systemDb().outboxMail.findMany({
    where: { provider: "outbox", status: "sent", ...(recipient ? { recipient } : {}) },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: Math.min(Math.max(limit, 1), MAX_ITEMS),
  });
  const requests = await requestsOf(rows.flatMap(({ verificationId }) => verificationId ?? []));
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      to: row.recipient,
      ...withCode(await renderMail({ ...row, request: requests.get(row.verificationId ?? "") ?? null })),
      createdAt: row.createdAt.toISOString(),
    })),
  );
}

async function requestsOf(ids: string[]): Promise<Map<string, MailRequest>> {
  const found = await systemDb().verificationRequest.findMany({ where: { id: { in: ids } } });
  return new Map(
    found.map(({ id, payload, ip, userAgent: client, expiresAt }) => [id, { payload, ip, client, expiresAt }]),
  );
}

function withCode({ subject, text, html, code }: RenderedMail) {
  return { subject, text, html, code: code ?? null };
}
