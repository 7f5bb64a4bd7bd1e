import "server-only";
import { env } from "@/lib/env";
import { isTemplateName, mailLocale, type TemplateName, textsOf } from "./templates/texts";

/** The exact sender of every mail, for the instructions that agents read (MAIL_FROM). */
export function senderOf(): string {
  return env().mailFrom;
}

/** The exact subject of a mail. Subjects are fixed texts, so it is known before the mail is written. */
export function subjectOf(template: TemplateName, locale: string): string {
  return textsOf(mailLocale(locale)).subjects[template];
}

export { isTemplateName, type TemplateName };
