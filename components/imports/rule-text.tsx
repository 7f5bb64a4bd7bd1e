import { useTranslations } from "next-intl";
import { ruleMessage } from "./problem-text";

const EMPTY = { name: "", row: "", unique: "", options: "", columns: "", most: "" };

/** What is wrong with a row or a file, in the reader's language where it is known. */
export function RuleText({ rule }: { rule: string }) {
  const t = useTranslations("imports");
  const message = ruleMessage(rule);
  return message ? (
    t(`rules.${message.key as "belongsTo"}`, { ...EMPTY, ...message.values })
  ) : (
    <span lang="en">{rule}</span>
  );
}
