import { type CountryCode, isSupportedCountry, type PhoneNumber, parsePhoneNumberFromString } from "libphonenumber-js";

/** A phone as it is stored: E.164, and what was typed. */
export interface Phone {
  e164: string;
  original: string;
}

/** Digits of everybody's number, by calling code, where the plan has other lengths too: for pagers, hotlines, premium services. */
const DIGITS: Partial<Record<string, number>> = { "852": 8, "853": 8, "65": 8 };
const MOST_CHARACTERS = 40;

/**
 * Reads a phone; one without a country prefix belongs to `region` (ISO 3166-1). Null when it is no possible number, or lacks a
 * digit: `ruleOfPhone` says which.
 */
export function readPhone(text: string, region: string | null): Phone | null {
  const number = possibleNumber(text, region);
  return number && missedDigits(number) === null ? { e164: number.number, original: tidy(text) } : null;
}

/** What a text that `readPhone` refuses must be. */
export function ruleOfPhone(text: string, region: string | null): string {
  const number = possibleNumber(text, region);
  const expected = number && missedDigits(number);
  if (!number || !expected) return "must be a phone number, with +country if it is not of the company's country";
  return `has ${number.nationalNumber.length} digits, and phones of +${number.countryCallingCode} have ${expected}`;
}

const tidy = (text: string) => text.normalize("NFKC").trim();

function possibleNumber(text: string, region: string | null): PhoneNumber | null {
  const typed = tidy(text);
  if (typed.length > MOST_CHARACTERS) return null;
  const defaultCountry: CountryCode | undefined = region && isSupportedCountry(region) ? region : undefined;
  const number = parsePhoneNumberFromString(typed, { defaultCountry, extract: false });
  return number?.isPossible() ? number : null;
}

/** How many digits it should have had; null when it has as many. */
function missedDigits({ countryCallingCode, nationalNumber }: PhoneNumber): number | null {
  const expected = DIGITS[countryCallingCode];
  return expected && nationalNumber.length !== expected ? expected : null;
}

/** `+85291234567` → `+852•••••567`, for people who need not call. */
export function maskPhone(e164: string): string {
  return e164.slice(0, 4) + "•".repeat(Math.max(0, e164.length - 7)) + e164.slice(-3);
}
