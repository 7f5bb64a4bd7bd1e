/** The message of what is wrong with a row or a file, and what stands in it; a text that has none is shown as it is. */
const RULES: [rule: RegExp, key: string][] = [
  [/^was rounded by a spreadsheet/, "rounded"],
  [/^holds two numbers/, "twoNumbers"],
  [/^must be a phone number/, "notPhone"],
  [/^has (?<digits>\d+) digits, and phones of (?<prefix>\+\d+) have (?<expected>\d+)$/, "phoneDigits"],
  [/^must be an e-mail address/, "notEmail"],
  [/^is a spreadsheet's number of a day/, "dayNumber"],
  [/^has a year of two digits/, "shortYear"],
  [/^is merged into (?<name>.+)$/, "mergedInto"],
  [/^becomes a contact of (?<name>.+)$/, "contactOf"],
  [/^is left out: a contact/, "notOfContacts"],
  [/^must be a date|^must be a day/, "notDate"],
  [/^must be a number/, "notNumber"],
  [/^must be true or false/, "notYesNo"],
  [/^must be a web address/, "notAddress"],
  [/^must be one of (?<options>.+)$/, "notOption"],
  [/^must have at most (?<most>\d+) characters/, "tooLong"],
  [/^is required/, "required"],
  [/^belongs to (?<name>.+)$/, "belongsTo"],
  [/^stands in row (?<row>\d+) already/, "inRow"],
  [/^differs from what the customer has/, "differs"],
  [/^is no tag here/, "noTag"],
  [/^The first row holds data/, "numbered"],
  [/^Two columns are called (?<name>.+): the later one is (?<unique>.+) here\.$/, "twice"],
  [/^This is an old or password-protected workbook/, "oldWorkbook"],
  [/^The file is not a whole \.xlsx workbook|^The workbook cannot be read/, "brokenWorkbook"],
  [/^The workbook (unpacks to more|holds a cell that is too large)/, "hugeWorkbook"],
  [/^The file holds (a header and )?no rows/, "noRows"],
  [/^The header cannot be read/, "brokenHeader"],
  [/^The file has (?<columns>\d+) columns; (?<most>\d+) are read/, "tooManyColumns"],
  [/^The file has more than (?<most>\d+) rows/, "tooManyRows"],
  [/^A file may have at most (?<most>\d+) MB/, "tooManyBytes"],
  [/^The file could not be read to its end|broke off/, "brokeOff"],
  [/never closed/, "openQuote"],
  [/goes on after its closing quote/, "brokenQuote"],
  [/^The row has \d+ cells/, "tooWide"],
  [/could not be read/, "unreadable"],
];

/** The message key under `imports.rules`, with its values; undefined when the text has no translation. */
export function ruleMessage(rule: string): { key: string; values: Record<string, string> } | undefined {
  for (const [pattern, key] of RULES) {
    const match = pattern.exec(rule);
    if (match) return { key, values: { ...match.groups } };
  }
  return undefined;
}
