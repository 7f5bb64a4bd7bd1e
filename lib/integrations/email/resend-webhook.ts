import "server-only";
import { Resend } from "resend";
import { z } from "zod";
import { systemDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import { MAIL_TAG } from "./resend";

/** Which states a report may change, and into what. A late "delayed" does not unsay a delivery. */
const TRANSITIONS: Record<string, { to: string; from: string[] }> = {
  "email.delivered": { to: "delivered", from: ["sent", "delayed"] },
  "email.delivery_delayed": { to: "delayed", from: ["sent"] },
  "email.bounced": { to: "bounced", from: ["sent", "delayed", "delivered"] },
  "email.failed": { to: "bounced", from: ["sent", "delayed"] },
  "email.suppressed": { to: "bounced", from: ["sent", "delayed"] },
};

const report = z.object({
  type: z.string(),
  data: z.object({ email_id: z.string(), tags: z.record(z.string(), z.string()).optional() }).optional(),
});

export type ReportOutcome = "absent" | "forged" | "too_early" | "noted";

/**
 * Notes what Resend reports about a mail. `absent`: no webhook secret is set; `forged`: the signature does not fit or is
 * older than five minutes; `too_early`: our own note that the mail left is still on its way, so the report must come again.
 */
export async function noteReport(headers: Headers, payload: string): Promise<ReportOutcome> {
  const { resendWebhookSecret: webhookSecret, resendApiKey } = env();
  if (!webhookSecret || !resendApiKey) return "absent";
  const header = (name: string) => headers.get(`svix-${name}`) ?? headers.get(`webhook-${name}`) ?? "";
  const signed = { id: header("id"), timestamp: header("timestamp"), signature: header("signature") };
  let event: unknown;
  try {
    event = new Resend(resendApiKey).webhooks.verify({ payload, headers: signed, webhookSecret });
  } catch {
    return "forged";
  }
  const { success, data: known } = report.safeParse(event);
  const transition = success ? TRANSITIONS[known.type] : undefined;
  const mailId = known?.data?.tags?.[MAIL_TAG];
  return transition && mailId ? apply(mailId, known?.data?.email_id ?? "", transition) : "noted";
}

async function apply(
  id: string,
  messageId: string,
  { to, from }: { to: string; from: string[] },
): Promise<ReportOutcome> {
  const mail = await systemDb().outboxMail.findUnique({ where: { id }, select: { status: true } });
  if (mail?.status === "queued") return "too_early";
  await systemDb().outboxMail.updateMany({
    where: { id, status: { in: from }, OR: [{ providerMessageId: messageId }, { providerMessageId: null }] },
    data: { status: to },
  });
  return "noted";
}
