import "server-only";
import { assertSignInPossible, createSession, endSessions, homeOf } from "@/lib/auth/sessions";
import type { DatabaseClient } from "@/lib/db/client";
import type { Caller } from "@/lib/kernel/context";
import type { SignedIn } from "./sign-in";

/**
 * Signs a person's browser in, in the transaction that checked the proof: the session this browser had before ends, so that
 * a token planted earlier is worth nothing.
 */
export async function startSession(
  db: DatabaseClient,
  caller: Caller,
  userId: string,
  place?: { organisationId: string; companyId: string },
): Promise<SignedIn> {
  assertSignInPossible();
  if (caller.session && caller.userId) await endSessions(db, caller.userId, { only: caller.session.id });
  const home = place ?? (await homeOf(db, userId));
  const { token } = await createSession(db, {
    userId,
    organisationId: home?.organisationId ?? null,
    companyId: home?.companyId ?? null,
    ip: caller.ip,
    client: caller.client,
  });
  const passkeys = await db.passkey.count({ where: { userId } });
  return {
    sessionToken: token,
    userId,
    organisationId: home?.organisationId ?? null,
    companyId: home?.companyId ?? null,
    mustReviewKeys: home !== null && (await mustReviewKeys(db, home.organisationId, userId)),
    hasPasskey: passkeys > 0,
  };
}

/** Whether an owner has live keys in an organisation that they never confirmed: whoever had the code had a key. */
export async function mustReviewKeys(db: DatabaseClient, organisationId: string, userId: string): Promise<boolean> {
  const unreviewed = await db.membership.count({
    where: { organisationId, userId, role: "owner", removedAt: null, keysReviewedAt: null },
  });
  if (unreviewed === 0) return false;
  return (await db.apiKey.count({ where: { organisationId, revokedAt: null } })) > 0;
}
