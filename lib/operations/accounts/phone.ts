import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";

/** A phone as it is stored: E.164, and what was typed. */
export interface Phone {
  e164: string;
  original: string;
}

/** Reads a phone; one without a country prefix belongs to `region` (ISO 3166-1). Null when it is no possible number. */
export function readPhone(text: string, region: string | null): Phone | null {
  const original = text.normalize("NFKC").trim();
  if (original.length > 40) return null;
  const defaultCountry: CountryCode | undefined = region && isSupportedCountry(region) ? region : undefined;
  const number = parsePhoneNumberFromString(original, { defaultCountry, extract: false });
  return number?.isPossible() ? { e164: number.number, original } : null;
}

/** `+85291234567` → `+852•••••567`, for people who need not call. */
export function maskPhone(e164: string): string {
  return e164.slice(0, 4) + "•".repeat(Math.max(0, e164.length - 7)) + e164.slice(-3);
}
