/**
 * Money is a decimal text on the wire ("100.00") and an integer of minor units inside. Exponents are ISO 4217's; Intl has
 * them wrong for some currencies (HUF, IDR), because it lists what shops use.
 */
const EXPONENT: Record<string, number> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};
const DEFAULT_EXPONENT = 2;

/** How many decimals a currency has. */
export function exponentOf(currency: string): number {
  return EXPONENT[currency] ?? DEFAULT_EXPONENT;
}

/** `10000n, "HKD"` → `"100.00"`. */
export function toDecimal(minor: bigint, currency: string): string {
  const exponent = exponentOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  const text = exponent === 0 ? digits : `${whole}.${digits.slice(-exponent)}`;
  return minor < 0n ? `-${text}` : text;
}

/** `"100.5", "HKD"` → `10050n`; null when the text is no amount or has more decimals than the currency. */
export function toMinor(decimal: string, currency: string): bigint | null {
  const exponent = exponentOf(currency);
  const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(decimal);
  if (!match) return null;
  const [, sign, whole = "", fraction = ""] = match;
  if (fraction.length > exponent) return null;
  const minor = BigInt(whole + fraction.padEnd(exponent, "0"));
  return sign ? -minor : minor;
}
