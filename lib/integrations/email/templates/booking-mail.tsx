import type { MailFacts } from "./facts";
import { Action, Facts, Mail, Paragraph } from "./mail";

export type BookingTemplate =
  | "booking_confirmation"
  | "booking_moved"
  | "booking_substituted"
  | "booking_relocated"
  | "booking_cancelled"
  | "booking_reminder"
  | "booking_refused"
  | "waitlist_offer"
  | "waitlist_moved"
  | "waitlist_cancelled";

/** What the reader can do by the mail's link; null where there is nothing to do. */
function actionOf(template: BookingTemplate, isOffered: boolean) {
  if (template === "booking_refused") return "chooseTime" as const;
  if (template.startsWith("waitlist_")) return isOffered ? ("takePlace" as const) : null;
  return template === "booking_cancelled" ? null : ("manageBooking" as const);
}

/**
 * What a customer is told about a booking. Data: businessName, serviceName, startsAt, endsAt, timezone, bookingId or
 * waitlistEntryId (the link is derived from it; booking_refused brings the page's own), offeredUntil? (a place is kept for who
 * waits), staffName?, resourceName?, participants?, reason?, isPending?.
 */
export function BookingMail({ template, facts }: { template: BookingTemplate; facts: MailFacts }) {
  const { texts, quoted, say, flag } = facts;
  const business = quoted("businessName") ?? texts.words.unnamed;
  const isPending = template === "booking_confirmation" && flag("isPending");
  const title = isPending ? texts.headings.booking_pending : texts.headings[template];
  const offeredUntil = facts.moment("offeredUntil");
  const action = actionOf(template, offeredUntil !== null);
  const intro = isPending ? texts.intros.booking_pending : texts.intros[template];
  return (
    <Mail facts={facts} title={title} preview={title}>
      <Paragraph>{say(intro, { business })}</Paragraph>
      <Facts
        facts={facts}
        rows={[
          [texts.facts.service, quoted("serviceName")],
          [texts.facts.when, facts.moment("startsAt")],
          [texts.facts.person, quoted("staffName")],
          [texts.facts.place, quoted("resourceName")],
          [texts.facts.reason, quoted("reason")],
          [texts.facts.validUntil, offeredUntil],
        ]}
      />
      {action && <Action href={facts.link("manageUrl")}>{texts.actions[action]}</Action>}
      <Paragraph>{texts.outros[template]}</Paragraph>
    </Mail>
  );
}
