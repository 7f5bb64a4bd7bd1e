/** Encodings a customer list comes in. windows-1252 can read anything, so it comes last. */
export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "big5", "gb18030", "windows-1252"] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** A text that is nearly all good UTF-8 is UTF-8 with a few broken places, not another encoding. */
const FEW = 0.02;
const MANY = 0.1;
const UNREADABLE = /\uFFFD/g;

/**
 * Tells in which encoding the bytes of a text are: by its mark, by the zeros of UTF-16, else by what reads it with the
 * fewest broken characters. Big5 wins over GB 18030 when both fit.
 */
export function detectEncoding(chunks: readonly Uint8Array[]): Encoding {
  const marked = byMark(chunks[0] ?? new Uint8Array());
  if (marked) return marked;
  const { high, pairs } = highBytes(chunks);
  const broken = brokenIn(chunks, "utf-8");
  if (broken === 0 || broken < high * FEW) return "utf-8";
  // In Chinese encodings most characters are two high bytes; accents of Western ones stand alone between letters.
  if (pairs === 0) return "windows-1252";
  const big5 = brokenIn(chunks, "big5");
  const gb18030 = big5 === 0 ? 0 : brokenIn(chunks, "gb18030");
  if (Math.min(big5, gb18030) > high * MANY) return "windows-1252";
  return big5 <= gb18030 ? "big5" : "gb18030";
}

function byMark(head: Uint8Array): Encoding | undefined {
  const [first, second, third] = head;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const sample = head.subarray(0, 4_096);
  let even = 0;
  let odd = 0;
  sample.forEach((byte, index) => {
    if (byte === 0) index % 2 === 0 ? even++ : odd++;
  });
  // Separators, digits and line ends have a zero in them whatever the language of the rest.
  const enough = sample.length / 50;
  if (odd > enough && odd > even * 4) return "utf-16le";
  if (even > enough && even > odd * 4) return "utf-16be";
  return undefined;
}

function highBytes(chunks: readonly Uint8Array[]): { high: number; pairs: number } {
  let high = 0;
  let pairs = 0;
  for (const chunk of chunks) {
    let wasHigh = false;
    for (const byte of chunk) {
      const isHigh = byte >= 0x80;
      if (isHigh) high++;
      if (isHigh && wasHigh) pairs++;
      wasHigh = isHigh;
    }
  }
  return { high, pairs };
}

function brokenIn(chunks: readonly Uint8Array[], encoding: Encoding): number {
  const decoder = new TextDecoder(encoding);
  let broken = 0;
  for (const chunk of chunks) broken += decoder.decode(chunk, { stream: true }).match(UNREADABLE)?.length ?? 0;
  return broken + (decoder.decode().match(UNREADABLE)?.length ?? 0);
}
