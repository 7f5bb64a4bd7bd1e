import type { MailFacts } from "./facts";
import { Action, Facts, Mail, Paragraph } from "./mail";

export type KeyTemplate = "new_key" | "key_new_network" | "key_leaked";

/**
 * News about a key: made, used from a new network, or found in public.
 * Data: organisationName, keyName, keyMask, createdBy?, at, ip?, client?, network?, foundAt?, timezone?, notMeUrl (signed;
 * revokes the key). A leak that was answered by revoking has `revoked: true` and `keysUrl` instead of `notMeUrl`.
 */
export function KeyMail({ template, facts }: { template: KeyTemplate; facts: MailFacts }) {
  const { texts, quoted, plain, say } = facts;
  const organisation = quoted("organisationName") ?? texts.words.unnamed;
  const isRevoked = template === "key_leaked" && facts.flag("revoked");
  return (
    <Mail facts={facts} title={texts.headings[template]} preview={texts.headings[template]}>
      <Paragraph>{say(texts.intros[template], { organisation })}</Paragraph>
      <Facts
        facts={facts}
        rows={[
          [texts.facts.name, quoted("keyName")],
          [texts.facts.key, plain("keyMask")],
          [texts.facts.when, facts.moment("at")],
          [texts.facts.from, plain("ip")],
          [texts.facts.network, plain("network")],
          [texts.facts.client, quoted("client")],
          [texts.facts.by, quoted("createdBy")],
          [texts.facts.foundAt, quoted("foundAt")],
        ]}
      />
      {template === "key_leaked" && (
        <Paragraph>{isRevoked ? texts.words.keyRevoked : texts.words.keyNotRevoked}</Paragraph>
      )}
      {isRevoked ? (
        <Action href={facts.link("keysUrl")}>{texts.actions.openKeys}</Action>
      ) : (
        <Action href={facts.link("notMeUrl")}>{texts.actions.revokeKey}</Action>
      )}
      <Paragraph>{texts.outros[template]}</Paragraph>
    </Mail>
  );
}
