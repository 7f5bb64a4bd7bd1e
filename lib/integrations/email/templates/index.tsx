import type { ReactElement } from "react";
import { BookingMail } from "./booking-mail";
import { CodeMail } from "./code-mail";
import type { MailFacts } from "./facts";
import { InviteMail } from "./invite-mail";
import { KeyMail } from "./key-mail";
import { OrganisationDeletedMail } from "./organisation-deleted-mail";
import type { TemplateName } from "./texts";

/** The mail called `template`. `code` is the code of the row's request; only code mails show it. */
export function mailElement(template: TemplateName, facts: MailFacts, code: string): ReactElement {
  switch (template) {
    case "sign_up_code":
    case "sign_in_code":
    case "invite_code":
    case "confirm_code":
      return <CodeMail template={template} facts={facts} code={code} />;
    case "team_invite":
      return <InviteMail facts={facts} />;
    case "new_key":
    case "key_new_network":
    case "key_leaked":
      return <KeyMail template={template} facts={facts} />;
    case "booking_confirmation":
    case "booking_moved":
    case "booking_substituted":
    case "booking_relocated":
    case "booking_cancelled":
    case "booking_reminder":
    case "booking_refused":
    case "waitlist_offer":
    case "waitlist_moved":
    case "waitlist_cancelled":
      return <BookingMail template={template} facts={facts} />;
    case "organisation_deleted":
      return <OrganisationDeletedMail facts={facts} />;
  }
}
