import "server-only";
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import { env } from "@/lib/env";
import { OperationError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";

export type ChallengePurpose = "register" | "authenticate" | "confirm";

const LIFE_SECONDS = 300;
const RP_NAME = "FavCRM";

/** WebAuthn binds passkeys to the name in APP_URL, without port. */
const relyingParty = () => new URL(env().appUrl).hostname;

/** Keeps a challenge for one use within five minutes; takes the opportunity to forget the expired ones. */
async function keepChallenge(db: DatabaseClient, purpose: ChallengePurpose, challenge: string, userId: string | null) {
  const id = newId("pch");
  await db.$executeRaw`DELETE FROM passkey_challenges WHERE expires_at <= now()`;
  await db.$executeRaw`
    INSERT INTO passkey_challenges (id, challenge, purpose, user_id, expires_at)
    VALUES (${id}, ${challenge}, ${purpose}, ${userId}, now() + ${LIFE_SECONDS}::int * interval '1 second')`;
  return id;
}

/**
 * Takes a challenge out, once: a second attempt with it, a late one or one of another purpose or person finds nothing.
 * Call it outside the transaction that may be rolled back. Throws forbidden.
 */
export async function spendChallenge(db: DatabaseClient, purpose: ChallengePurpose, id: string, userId: string | null) {
  const [row] = await db.$queryRaw<{ challenge: string }[]>`
    DELETE FROM passkey_challenges
    WHERE id = ${id} AND purpose = ${purpose} AND user_id IS NOT DISTINCT FROM ${userId} AND expires_at > now()
    RETURNING challenge`;
  if (!row) throw rejected("This passkey request has expired or was already answered.");
  return row.challenge;
}

function rejected(message: string, cause?: unknown): OperationError {
  const hint = "Try again, or use a mailed code instead.";
  return new OperationError("forbidden", { reason: "passkeyRejected", message, hint, cause });
}

export interface PasskeyPerson {
  id: string;
  email: string;
  name: string | null;
}

/** What `startRegistration` of the browser needs, with the id of the challenge to send back. */
export async function registrationOptions(db: DatabaseClient, person: PasskeyPerson) {
  const known = await db.passkey.findMany({
    where: { userId: person.id },
    select: { credentialId: true, transports: true },
  });
  const options = await generateRegistrationOptions({
    rpName: RP_NAME,
    rpID: relyingParty(),
    userID: new TextEncoder().encode(person.id),
    userName: person.email,
    userDisplayName: person.name ?? person.email,
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    // A passkey is the only proof asked for, so it must live on the device and ask for a finger, a face or a PIN.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  return { challengeId: await keepChallenge(db, "register", options.challenge, person.id), options };
}

/** What `startAuthentication` of the browser needs. For a sign-in nobody is known yet, so the browser offers what it has. */
export async function authenticationOptions(
  db: DatabaseClient,
  purpose: "authenticate" | "confirm",
  userId: string | null,
) {
  const known =
    userId === null
      ? []
      : await db.passkey.findMany({ where: { userId }, select: { credentialId: true, transports: true } });
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(),
    userVerification: "required",
    allowCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
  });
  return { challengeId: await keepChallenge(db, purpose, options.challenge, userId), options };
}

const base64url = z.string().regex(/^[A-Za-z0-9_-]{1,4096}$/);
const credential = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal("public-key"),
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).nullish(),
});
const registration = credential.extend({
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(32)).max(10).optional(),
  }),
});
const authentication = credential.extend({
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish(),
  }),
});

/** Reads what the browser's authenticator answered. Throws forbidden for anything that is not such an answer. */
function read<T>(schema: z.ZodType<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw rejected("This is not the answer of a passkey.", cause);
  }
}

/** Checks a registration and returns the passkey to store. Throws forbidden. */
export async function checkRegistration(challenge: string, text: string) {
  const answer = read(registration, text);
  const result = await verifyRegistrationResponse({
    response: { ...answer, clientExtensionResults: {} } as unknown as RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: env().appUrl,
    expectedRPID: relyingParty(),
    requireUserVerification: true,
  }).catch((cause: unknown) => {
    throw rejected("The passkey could not be verified.", cause);
  });
  if (!result.verified) throw rejected("The passkey could not be verified.");
  const { id, publicKey, counter, transports } = result.registrationInfo.credential;
  return { credentialId: id, publicKey, counter: BigInt(counter), transports: transports ?? [] };
}

/**
 * Checks an authentication against the stored passkey, moves its counter and returns whose it is. Throws forbidden, with the
 * same words for an unknown passkey and a bad signature.
 */
export async function checkAuthentication(db: DatabaseClient, challenge: string, text: string): Promise<string> {
  const answer = read(authentication, text);
  const stored = await db.passkey.findUnique({ where: { credentialId: answer.id } });
  if (!stored) throw rejected("The passkey could not be verified.");
  const handle = answer.response.userHandle;
  if (handle && Buffer.from(handle, "base64url").toString() !== stored.userId) {
    throw rejected("The passkey could not be verified.");
  }
  const result = await verifyAuthenticationResponse({
    response: { ...answer, clientExtensionResults: {} } as unknown as AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: env().appUrl,
    expectedRPID: relyingParty(),
    credential: {
      id: stored.credentialId,
      publicKey: new Uint8Array(stored.publicKey),
      counter: Number(stored.counter),
      transports: stored.transports,
    },
    requireUserVerification: true,
  }).catch((cause: unknown) => {
    throw rejected("The passkey could not be verified.", cause);
  });
  if (!result.verified) throw rejected("The passkey could not be verified.");
  await db.$executeRaw`
    UPDATE passkeys SET counter = ${result.authenticationInfo.newCounter}::bigint, last_used_at = now() WHERE id = ${stored.id}`;
  return stored.userId;
}
