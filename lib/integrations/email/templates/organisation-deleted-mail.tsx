import type { MailFacts } from "./facts";
import { Facts, Mail, Paragraph } from "./mail";

/** Farewell to an owner. Data: organisationName, at, by?, ip?, timezone?. */
export function OrganisationDeletedMail({ facts }: { facts: MailFacts }) {
  const { texts, quoted, plain, say } = facts;
  const organisation = quoted("organisationName") ?? texts.words.unnamed;
  return (
    <Mail facts={facts} title={texts.headings.organisation_deleted} preview={texts.headings.organisation_deleted}>
      <Paragraph>{say(texts.intros.organisation_deleted, { organisation })}</Paragraph>
      <Facts
        facts={facts}
        rows={[
          [texts.facts.when, facts.moment("at")],
          [texts.facts.by, quoted("by")],
          [texts.facts.from, plain("ip")],
        ]}
      />
      <Paragraph>{texts.outros.organisation_deleted}</Paragraph>
    </Mail>
  );
}
