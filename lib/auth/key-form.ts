/** How keys look. Pure, so that the browser and documentation may use it. */

/** Everything that looks like a key in a text, for scanners and leak reports. */
export const KEY_PATTERN = /\bfav_mcp_[0-9A-Za-z]{36}\b/g;

/** How a key is shown after its birth: `fav_mcp_AbCd…wxyz`. */
export function maskKey(key: { prefix: string; last4: string }): string {
  return `${key.prefix}…${key.last4}`;
}

/** Whether a text is what `maskKey` shows, whatever became of its dots on the way through a shell or an HTTP header. */
export function isMaskedKey(text: string): boolean {
  return /^fav_mcp_[0-9A-Za-z]{4}\W+[0-9A-Za-z]{4}$/.test(text);
}
