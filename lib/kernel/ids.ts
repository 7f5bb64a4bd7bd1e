import { randomFillSync } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const TIME_LENGTH = 8;
const RANDOM_LENGTH = 16;

/** Prefixes of every kind of record; an id is the prefix, `_`, and 24 base62 characters. */
export type IdPrefix =
  | "org"
  | "co"
  | "usr"
  | "mem"
  | "key"
  | "inv"
  | "ses"
  | "psk"
  | "pch"
  | "pair"
  | "leak"
  | "evt"
  | "mail"
  | "svc"
  | "scat"
  | "addon"
  | "res"
  | "win"
  | "clo"
  | "sch"
  | "occ"
  | "bkg"
  | "alc"
  | "hold"
  | "wait"
  | "acc"
  | "con"
  | "tag"
  | "note"
  | "cfd"
  | "cst"
  | "mrg"
  | "pipe"
  | "stg"
  | "deal"
  | "task"
  | "seg"
  | "imp"
  | "upl"
  | "view"
  | "era"
  | "signup_req"
  | "signin_req"
  | "invite_req"
  | "confirm_req";

/**
 * Makes a new id: 8 characters of milliseconds, then 16 random ones (95 bits). Sorting by id is sorting by creation, so an
 * id doubles as a page cursor, and inserts stay at the right edge of the index. The alphabet is in byte order, as the
 * database's C collation sorts it.
 */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${timePart(Date.now())}${randomPart(RANDOM_LENGTH)}`;
}

/** Random bytes ahead of need: the system is asked once for hundreds of ids. Each byte is used once and then erased. */
const ahead = Buffer.alloc(4_096);
let taken = ahead.length;

function randomByte(): number {
  if (taken === ahead.length) {
    randomFillSync(ahead);
    taken = 0;
  }
  const byte = ahead[taken] ?? 0;
  ahead[taken++] = 0;
  return byte;
}

/** `length` unbiased random base62 characters. */
export function randomPart(length: number): string {
  let text = "";
  while (text.length < length) {
    const byte = randomByte();
    // 248 = 4 × 62: larger bytes would favour the first letters.
    if (byte < 248) text += ALPHABET.charAt(byte % 62);
  }
  return text;
}

/** Writes a number in base62, most significant digit first, zero-padded to `length`. */
export function base62(value: number, length: number): string {
  let rest = value;
  let text = "";
  for (let i = 0; i < length; i++) {
    text = ALPHABET.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

function timePart(ms: number): string {
  return base62(ms, TIME_LENGTH);
}
