import type messages from "@/messages/en";

/** The keys of the sentences that say what is wrong with a field, below `form.rule`. */
export type FieldRule = keyof (typeof messages)["form"]["rule"];

/** A sentence for people, with the values that fill it in. */
export interface FieldWords {
  key: FieldRule;
  values: Record<string, string | number>;
}

/** Rules as operations word them for programs, and the sentence for a person. A capture group becomes its `{value}`. */
const TABLE: readonly (readonly [RegExp, FieldRule])[] = [
  [/^is required|^must not be empty$/, "missing"],
  [/^too small: expected string to have >=1 characters$/, "missing"],
  [/^invalid input: expected .+, received undefined$/, "missing"],
  [/^(?:too small: expected string to have >=|must have at least )(\d+) characters$/, "minText"],
  [/^(?:too big: expected string to have <=|must have at most )(\d+) characters$/, "maxText"],
  [/^too small: expected (?:number|int) to be >=?(-?[\d.]+)$/, "minNumber"],
  [/^too big: expected (?:number|int) to be <=?(-?[\d.]+)$/, "maxNumber"],
  [/^too small: expected array to have >=(\d+) items$/, "minItems"],
  [/^(?:too big: expected array to have <=|must have at most )(\d+) (?:items|tokens)$/, "maxItems"],
  [/^invalid number: must be a multiple of ([\d.]+)$/, "step"],
  [/^invalid input: expected (?:int|number), received number$/, "wholeNumber"],
  [/^invalid input: expected (?:int|number), received (?:NaN|nan|string|null)/, "number"],
  [/^invalid option: expected one of|^invalid input: expected "/, "choice"],
  [/^must be a phone number/, "phone"],
  [/^has \d+ digits, and phones of \+\d+ have (\d+)$/, "phoneDigits"],
  [/e-mail address|^invalid email address$/, "email"],
  [/^must be a day that exists|^is no day or time that exists$/, "realDay"],
  [/^must be a date as|^invalid ISO date$/, "day"],
  [/^must be a time such as|^invalid ISO time$/, "time"],
  [/^must be an instant|^invalid ISO datetime$/, "moment"],
  [/^does not exist in (\S+): the clocks/, "skippedTime"],
  [/^happens twice in (\S+): the clocks/, "repeatedTime"],
  [/^overlaps (\d\d:\d\d–\d\d:\d\d) of the same day$/, "overlaps"],
  [/^must be later than |^must not be before /, "later"],
  [/^must be at most (\d+): an appointment/, "maxPeople"],
  [/^must be a room: the service/, "roomNeeded"],
  [/^must leave a date ahead/, "dateAhead"],
  [/^must be within the next three years$/, "threeYears"],
  [/^must be an IANA time zone$/, "timezone"],
  [/^must be an ISO 4217 code/, "currency"],
  [/^must be an ISO 3166-1|^is no country whose holidays/, "country"],
  [/^must be a colour/, "colour"],
  [/^must be an amount/, "amount"],
  [/^must not have more decimals than (\w+)$/, "decimals"],
  [/^must be a language tag$/, "language"],
  [/^must be lower-case letters, digits and _/, "machineName"],
  [/^must be the 6 digits/, "code"],
  [/^must not contain (?:line breaks|the character|half of)/, "invisible"],
  [/^must be the organisation's name/, "ownName"],
  [/^must be a PNG, JPEG or WebP|^must be at most 256 kB$|^invalid base64/, "picture"],
  [/^must hold a whole FavCRM key/, "wholeKey"],
  [/^invalid URL$/, "address"],
  [/^give accountId, or name/, "customer"],
  [/^invalid input: expected /, "kind"],
];

/** What a rule of an operation means to a person, or undefined for a rule that says more than the table knows. */
export function wordsFor(rule: string): FieldWords | undefined {
  for (const [pattern, key] of TABLE) {
    const match = pattern.exec(rule);
    if (!match) continue;
    const [, value] = match;
    const isNumber = value !== undefined && /^-?[\d.]+$/.test(value);
    return { key, values: value === undefined ? {} : { value: isNumber ? Number(value) : value } };
  }
  return undefined;
}
