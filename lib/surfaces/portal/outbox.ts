import "server-only";
import { peerOf } from "@/lib/auth/client-address";
import { isOutboxOpen, listOutbox, type OutboxItem } from "@/lib/integrations/email/local-outbox";
import { requestHeaders } from "./session";

/** Whether this reader sits at the machine that keeps its mail to itself. */
export async function canOpenOutbox(): Promise<boolean> {
  const headers = await requestHeaders();
  return isOutboxOpen({ peerAddress: peerOf(headers), host: headers.get("host"), headers });
}

/** Where a code can be read on this machine; nothing for anybody else. */
export async function outboxLink(): Promise<string | undefined> {
  return (await canOpenOutbox()) ? "/outbox" : undefined;
}

/** The mails of the local outbox, newest first, or nothing when it does not exist for this reader. */
export async function readOutbox(to?: string): Promise<OutboxItem[] | undefined> {
  return (await canOpenOutbox()) ? listOutbox({ to }) : undefined;
}
