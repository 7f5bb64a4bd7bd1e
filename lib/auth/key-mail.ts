import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { env } from "@/lib/env";
import { queueMail } from "@/lib/kernel/outbox";
import { maskKey } from "./key-form";
import { notMeUrl } from "./links";

interface KeyNews {
  organisationId: string;
  keyId: string;
  ip: string | null;
  client: string | null;
}

interface Subject {
  name: string;
  prefix: string;
  last4: string;
  organisationName: string;
  email: string;
  locale: string | null;
}

/** The key and the owner who must hear of it; owners are told of every key, also of one that a manager's agent made. */
async function subjectOf(db: DatabaseClient, news: KeyNews): Promise<Subject[]> {
  return db.$queryRaw<Subject[]>`
    SELECT k.name, k.prefix, k.last4, o.name AS "organisationName", u.email, coalesce(u.locale, o.language) AS locale
    FROM api_keys k
    JOIN organisations o ON o.id = k.organisation_id
    JOIN memberships m ON m.organisation_id = k.organisation_id AND m.removed_at IS NULL AND m.role = 'owner'
    JOIN users u ON u.id = m.user_id
    WHERE k.organisation_id = ${news.organisationId} AND k.id = ${news.keyId}`;
}

async function announce(
  db: DatabaseClient,
  template: string,
  news: KeyNews,
  more: Record<string, string | boolean | null>,
): Promise<void> {
  for (const owner of await subjectOf(db, news)) {
    await queueMail(db, {
      template,
      to: owner.email,
      locale: owner.locale ?? "en",
      organisationId: news.organisationId,
      data: {
        keyName: owner.name,
        keyMask: maskKey(owner),
        organisationName: owner.organisationName,
        ip: news.ip,
        client: news.client,
        notMeUrl: notMeUrl(news.organisationId, news.keyId),
        ...more,
      },
    });
  }
}

/** Mails the owners that a key was made, with the link that kills it. Part of the transaction that makes the key. */
export function announceKey(db: DatabaseClient, news: KeyNews & { createdBy: string }): Promise<void> {
  return announce(db, "new_key", news, { createdBy: news.createdBy });
}

/** Mails the owners that a key was used from a network it was never used from before. */
export function announceNetwork(db: DatabaseClient, news: KeyNews & { network: string }): Promise<void> {
  return announce(db, "key_new_network", news, { network: news.network });
}

/** Mails the owners that a key was found in public and is revoked. There is nothing left to revoke, so the mail leads to the keys. */
export function announceLeak(db: DatabaseClient, news: KeyNews & { foundAt: string | null }): Promise<void> {
  const { foundAt } = news;
  const keysUrl = `${env().appUrl}/settings/mcp-keys`;
  return announce(db, "key_leaked", news, { foundAt, revoked: true, keysUrl, notMeUrl: null });
}
