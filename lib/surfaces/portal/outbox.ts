import "server-only";
import { peerOf } from "@/lib/auth/client-address";
import { isOutboxOpen, listOutbox, type OutboxItem } from "@/lib/integrations/email/local-outbox";
import { requestHeaders } from "./session";

/** Whether this reader sits at the machine that keeps its mail to itself. */
export async function canOpenOutbox(): Promise<boolean> {
  const headers = await requestHeaders();
  return isOutboxOpen({ peerAddress: peerOf(headers), host: headers.get("host"), headers });
}

/**
 * Told to the page that asks for a code: it is rendered by a request of Next's own, which no longer shows where the reader
 * sits. Only a hint; the outbox itself decides who may open it.
 */
export async function outboxHint(): Promise<{ outbox?: "1" }> {
  return (await canOpenOutbox()) ? { outbox: "1" } : {};
}

/** The mails of the local outbox, newest first, or nothing when it does not exist for this reader. */
export async function readOutbox(to?: string): Promise<OutboxItem[] | undefined> {
  return (await canOpenOutbox()) ? listOutbox({ to }) : undefined;
}
