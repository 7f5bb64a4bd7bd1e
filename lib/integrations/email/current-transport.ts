import "server-only";
import { sign } from "@/lib/auth/secret";
import { env } from "@/lib/env";
import { singleton } from "@/lib/singleton";
import { openOutbox } from "./outbox";
import { openResend } from "./resend";
import { openSmtp } from "./smtp";
import type { EmailTransport } from "./transport";

const OPENERS = { resend: openResend, smtp: openSmtp, outbox: () => openOutbox() };

/** The transport that the environment asks for. */
export function currentTransport(): EmailTransport {
  return singleton(`mail-transport:${providerMark()}`, () => OPENERS[env().mailTransport]());
}

/**
 * The transport's name and a mark of its settings, as kept with every mail that was attempted. With a new key or sender the
 * mark changes, so that failures of the old settings no longer count against it.
 */
export function providerMark(): string {
  const { mailTransport, resendApiKey, resendBaseUrl, smtpUrl, mailFrom } = env();
  if (mailTransport === "outbox") return "outbox";
  const settings = mailTransport === "resend" ? [resendApiKey, resendBaseUrl] : [smtpUrl];
  const mark = sign("mail-settings", JSON.stringify([mailFrom, ...settings])).toString("hex");
  return `${mailTransport}#${mark.slice(0, 8)}`;
}
