// Long enough to be a whole key: a shown prefix such as `fav_mcp_AbCd…` stays readable.
const WHOLE_KEY = /\bfav_mcp_[0-9A-Za-z]{20,}/g;
const EXACT_KEY = /^fav_mcp_[0-9A-Za-z]{36}$/;
const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** First 8 and last 4 characters; `****` for anything too short to hide anything. */
export function maskKey(key: string): string {
  return key.length <= 12 ? "****" : `${key.slice(0, 8)}...${key.slice(-4)}`;
}

/** `text` with every whole key, and every string of `alsoSecret`, masked. */
export function maskKeysIn(text: string, alsoSecret: Iterable<string> = []): string {
  let masked = text.replace(WHOLE_KEY, maskKey);
  for (const secret of alsoSecret) masked = masked.replaceAll(secret, maskKey(secret));
  return masked;
}

/** The whole keys that stand in a text. */
export function keysIn(text: string): string[] {
  return [...new Set(text.match(WHOLE_KEY) ?? [])];
}

/** Whether a server's display form, such as `fav_mcp_AbCd…wxyz`, shows this key. */
export function isShownAs(key: string, shown: string | undefined): boolean {
  const [start, end] = shown?.split(/…|\.\.\./) ?? [];
  return Boolean(start && end && key.startsWith(start) && key.endsWith(end));
}

/** Whether the shape and the checksum are right: 8 + 30 + 6 characters, the last six the CRC-32 of the rest in base 62. */
export async function looksLikeKey(key: string): Promise<boolean> {
  if (!EXACT_KEY.test(key)) return false;
  const { crc32 } = await import("node:zlib");
  let rest = crc32(key.slice(0, 38));
  let digits = "";
  for (let place = 0; place < 6; place++) {
    digits = (BASE62[rest % 62] ?? "") + digits;
    rest = Math.floor(rest / 62);
  }
  return digits === key.slice(38);
}
