/** The message of a rule that held a row back, and what stands in it; a rule that has none is shown as it is. */
const RULES: [rule: RegExp, key: string][] = [
  [/^was rounded by a spreadsheet/, "rounded"],
  [/^holds two numbers/, "twoNumbers"],
  [/^must be a phone number/, "notPhone"],
  [/^must be an e-mail address/, "notEmail"],
  [/^must be a date|^must be a day/, "notDate"],
  [/^is required/, "required"],
  [/^belongs to (?<name>.+)$/, "belongsTo"],
  [/^stands in row (?<row>\d+) already/, "inRow"],
  [/never closed/, "openQuote"],
  [/goes on after its closing quote/, "brokenQuote"],
  [/^The row has \d+ cells/, "tooWide"],
  [/could not be read/, "unreadable"],
];

/** The message key under `imports.rules`, with its values; undefined when the rule has no translation. */
export function ruleMessage(rule: string): { key: string; values: Record<string, string> } | undefined {
  for (const [pattern, key] of RULES) {
    const match = pattern.exec(rule);
    if (match) return { key, values: { ...match.groups } };
  }
  return undefined;
}
