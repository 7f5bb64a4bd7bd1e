import type { MailFacts } from "./facts";
import { Action, Facts, Mail, Paragraph } from "./mail";

/** An invitation to a team. Data: organisationName, inviteId (the link is derived from it), invitedBy?, role?, timezone?. */
export function InviteMail({ facts }: { facts: MailFacts }) {
  const { texts, quoted, say } = facts;
  const organisation = quoted("organisationName") ?? texts.words.unnamed;
  const inviter = quoted("invitedBy") ?? texts.words.someone;
  return (
    <Mail facts={facts} title={texts.headings.team_invite} preview={texts.headings.team_invite}>
      <Paragraph>{say(texts.intros.team_invite, { inviter, organisation })}</Paragraph>
      <Facts
        facts={facts}
        rows={[
          [texts.facts.role, roleName(facts)],
          [texts.facts.validUntil, facts.moment("expiresAt")],
        ]}
      />
      <Action href={facts.link("acceptUrl")}>{texts.actions.acceptInvite}</Action>
      <Paragraph>{texts.outros.team_invite}</Paragraph>
    </Mail>
  );
}

function roleName({ quoted, texts }: MailFacts): string | null {
  const names: Record<string, string> = {
    owner: texts.words.roleOwner,
    manager: texts.words.roleManager,
    staff: texts.words.roleStaff,
  };
  const role = quoted("role");
  return role && (names[role] ?? role);
}
