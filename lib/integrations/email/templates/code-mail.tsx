import type { MailFacts } from "./facts";
import { Code, Facts, Mail, Paragraph } from "./mail";

export type CodeTemplate = "sign_up_code" | "sign_in_code" | "invite_code" | "confirm_code";

/** A six-digit code, who asked for it, and to whom it may be given. Data: organisationName?, ip?, client?, expiresAt. */
export function CodeMail({ template, facts, code }: { template: CodeTemplate; facts: MailFacts; code: string }) {
  const { texts, quoted, plain, say } = facts;
  const organisation = quoted("organisationName") ?? texts.words.unnamed;
  const time = facts.moment("expiresAt");
  return (
    <Mail facts={facts} title={texts.headings[template]} preview={texts.headings[template]}>
      <Paragraph>{say(texts.intros[template], { organisation })}</Paragraph>
      <Code>{code}</Code>
      <Facts
        facts={facts}
        rows={[
          [texts.facts.validUntil, time && say(texts.facts.validUntilValue, { time })],
          [texts.facts.askedFrom, plain("ip")],
          [texts.facts.askedWith, quoted("client")],
        ]}
      />
      <Paragraph>{texts.outros[template]}</Paragraph>
    </Mail>
  );
}
