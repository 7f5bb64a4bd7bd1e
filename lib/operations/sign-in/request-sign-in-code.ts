import "server-only";
import { z } from "zod";
import { createCode } from "@/lib/auth/codes";
import { limitAddress, limitMailbox } from "@/lib/auth/limits";
import { maskMailbox } from "@/lib/auth/mailbox";
import { assertSignInPossible } from "@/lib/auth/sessions";
import type { DatabaseClient } from "@/lib/db/client";
import { env } from "@/lib/env";
import { emailAvailable } from "@/lib/integrations/email";
import { OperationError } from "@/lib/kernel/errors";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { emailField } from "../sign-up/sign-up";
import { codeRequestedView } from "./sign-in";

interface Reader {
  isKnown: boolean;
  locale: string;
}

/** Who reads the mail, and in which language. One statement for everybody, so that a stranger's mailbox costs the same. */
async function readerOf(db: DatabaseClient, email: string): Promise<Reader> {
  const [reader] = await db.$queryRaw<Reader[]>`
    SELECT u.id IS NOT NULL AS "isKnown", coalesce(u.locale, o.language, 'en') AS locale
    FROM (SELECT ${email}::text AS email) asked
    LEFT JOIN users u ON u.email = asked.email
    LEFT JOIN LATERAL (
      SELECT o.language FROM memberships m JOIN organisations o ON o.id = m.organisation_id
      WHERE m.user_id = u.id AND m.removed_at IS NULL ORDER BY m.created_at LIMIT 1
    ) o ON true`;
  return reader ?? { isKnown: false, locale: "en" };
}

export const requestSignInCode = defineSystemOperation({
  name: "request_sign_in_code",
  title: "Sign in: mail a code",
  description:
    "Mails a 6-digit code to a person who wants to sign in to the portal. Known and unknown mailboxes get the same answer; only a known one gets a mail.",
  area: "organisation",
  effect: "send",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({
    email: emailField.meta({ description: "The mailbox of the person.", examples: ["you@example.com"] }),
  }),
  output: codeRequestedView,
  renderType: "record",
  summary: ({ maskedEmail }) => `A 6-digit code is on its way to ${maskedEmail} if there is an account`,
  undo: { none: "A mail cannot be called back; the code expires by itself." },

  async admit({ caller }, { email }) {
    assertSignInPossible();
    if (!(await emailAvailable())) throw new OperationError("email_unavailable");
    await limitAddress("sign_in", caller.ip);
    await limitMailbox("sign_in", email);
  },

  async run({ caller, system, queueMail }, { email }) {
    const { isKnown, locale } = await readerOf(system, email);
    const { id, expiresAt } = await createCode(system, {
      purpose: "sign_in",
      email,
      payload: {},
      locale,
      ip: caller.ip,
      userAgent: caller.client,
    });
    const mailId = await queueMail({
      template: "sign_in_code",
      to: email,
      locale,
      verificationId: id,
      lifeSeconds: env().codeTtlSeconds,
      data: { ip: caller.ip, client: caller.client },
    });
    // The same statements for everybody: a stranger's mail is written too, and taken back before anything can see it.
    await system.$executeRaw`DELETE FROM outbox_mails WHERE id = ${mailId} AND NOT ${isKnown}::boolean`;
    return { requestId: id, maskedEmail: maskMailbox(email), expiresAt: expiresAt.toISOString() };
  },
});
