import "server-only";
import { z } from "zod";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { requestIdField } from "./sign-up";

const TELL = {
  queued: "The mail has not left yet. Wait half a minute, then ask again.",
  sent: "The mail was handed to the mail provider. Ask the user to look in the inbox and the spam folder.",
  delivered: "The user's mail server accepted the mail. Ask the user to look in the inbox and the spam folder.",
  delayed: "The mail is late; we keep trying. Wait a minute, then ask again.",
  bounced:
    "The mail could not be delivered. Check the address with the user and call register_organisation_request again.",
} as const;

const statusField = z.enum(["queued", "sent", "delivered", "delayed", "bounced"]);
type MailStatus = z.output<typeof statusField>;

/** What a mail's row means for the person who waits for it. */
function statusOf(mail: { status: string; attempts: number } | undefined): MailStatus {
  if (!mail) return "queued";
  if (mail.status === "dropped") return "bounced";
  if (mail.status === "queued" && mail.attempts > 0) return "delayed";
  return statusField.catch("queued").parse(mail.status);
}

export const registerOrganisationStatus = defineSystemOperation({
  name: "register_organisation_status",
  title: "Register a business: where is the mail?",
  description:
    "Tells whether the mail with the code has left, when the user says that none arrived. Needs no key. An unknown requestId is answered like a queued mail.",
  area: "organisation",
  effect: "read",
  access: "public",
  input: z.strictObject({ requestId: requestIdField }),
  output: z.object({ requestId: z.string(), status: statusField, tellUser: z.string() }),
  renderType: "record",
  summary: ({ status }) => `The mail is ${status}`,

  async run({ system }, { requestId }) {
    const [mail] = await system.outboxMail.findMany({
      where: { verificationId: requestId, template: "sign_up_code" },
      orderBy: { createdAt: "desc" },
      take: 1,
      select: { status: true, attempts: true },
    });
    const status = statusOf(mail);
    return { requestId, status, tellUser: TELL[status] };
  },
});
