const MAX_ADDRESS_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;
// RFC 5321's dot-atom, which is what mail providers accept; quoted local parts are refused.
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/**
 * The stored form of a mail address: trimmed, lower-cased, its domain in punycode. Null when it is not an address (or holds
 * control characters, spaces or line breaks). One rule decides identity everywhere.
 */
export function normalizeMailbox(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > MAX_ADDRESS_LENGTH || /[\p{C}\s]/u.test(trimmed)) return null;
  const at = trimmed.lastIndexOf("@");
  if (at < 1) return null;
  const local = trimmed.slice(0, at).toLowerCase();
  const domain = toPunycode(trimmed.slice(at + 1));
  if (local.length > MAX_LOCAL_LENGTH || !LOCAL_PART.test(local) || !DOMAIN.test(domain)) return null;
  const address = `${local}@${domain}`;
  return address.length > MAX_ADDRESS_LENGTH ? null : address;
}

/** The domain as the name system knows it. Characters that would make it another part of a URL are left as they are and fail. */
function toPunycode(domain: string): string {
  if (/[/:?#@\\[\]%]/.test(domain)) return domain;
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return "";
  }
}

/** The key that mailbox limits count by: the address without its +tag, because all tags reach one inbox. */
export function mailboxKey(address: string): string {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, at);
  const plus = local.indexOf("+");
  return `${plus > 0 ? local.slice(0, plus) : local}${address.slice(at)}`;
}

/** `you@example.com` → `yo*@example.com`; a local part of one or two characters shows its first only. */
export function maskMailbox(address: string): string {
  const at = address.lastIndexOf("@");
  return `${address.slice(0, at > 2 ? 2 : 1)}*${address.slice(at)}`;
}
