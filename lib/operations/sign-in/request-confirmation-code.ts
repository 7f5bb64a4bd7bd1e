import "server-only";
import { z } from "zod";
import { createCode } from "@/lib/auth/codes";
import { limitAddress, limitMailbox } from "@/lib/auth/limits";
import { maskMailbox } from "@/lib/auth/mailbox";
import { env } from "@/lib/env";
import { emailAvailable } from "@/lib/integrations/email";
import type { SystemContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { codeRequestedView } from "./sign-in";

async function personOf({ system, caller }: SystemContext) {
  if (!caller.session)
    throw new OperationError("forbidden", {
      reason: "portalOnly",
      message: "Only a signed-in browser can be confirmed.",
    });
  return system.user.findUniqueOrThrow({ where: { id: caller.userId ?? "" }, select: { email: true, locale: true } });
}

export const requestConfirmationCode = defineSystemOperation({
  name: "request_confirmation_code",
  title: "Confirm with a code: mail it",
  description: "Mails a 6-digit code to the signed-in person, before something that cannot be taken back.",
  area: "organisation",
  effect: "send",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({}),
  output: codeRequestedView,
  renderType: "record",
  summary: ({ maskedEmail }) => `A 6-digit code is on its way to ${maskedEmail}`,
  undo: { none: "A mail cannot be called back; the code expires by itself." },

  async admit(context) {
    const person = await personOf(context);
    if (!(await emailAvailable())) throw new OperationError("email_unavailable");
    await limitAddress("confirm", context.caller.ip);
    await limitMailbox("confirm", person.email);
    return person;
  },

  async run({ caller, system, queueMail }, _input, { email, locale }) {
    const language = locale ?? caller.workspace?.language ?? "en";
    const { id, expiresAt } = await createCode(system, {
      purpose: "confirm",
      email,
      payload: { sessionId: caller.session?.id ?? null },
      locale: language,
      ip: caller.ip,
      userAgent: caller.client,
    });
    await queueMail({
      template: "confirm_code",
      to: email,
      locale: language,
      verificationId: id,
      lifeSeconds: env().codeTtlSeconds,
      data: { ip: caller.ip, client: caller.client },
    });
    return { requestId: id, maskedEmail: maskMailbox(email), expiresAt: expiresAt.toISOString() };
  },
});
