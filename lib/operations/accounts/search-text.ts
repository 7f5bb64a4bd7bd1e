/** How names, mails and phones are compared: without case, accents and width. Pure; the columns are filled from here only. */

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u;
const CJK_RUN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]+/gu;
/** Letters that Unicode does not decompose. */
const FOLDED: Record<string, string> = { ß: "ss", ø: "o", ł: "l", đ: "d", æ: "ae", œ: "oe", ı: "i", þ: "th", ð: "d" };
const MAX_WORDS = 8;
const MAX_GRAMS = 200;

/** Lower case, no accents, half width, single spaces: `"  José  ＣＨＡＮ "` → `"jose chan"`. */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[ßøłđæœıþð]/g, (letter) => FOLDED[letter] ?? letter)
    .replace(/\s+/g, " ")
    .trim();
}

/** Short pieces that trigrams cannot find: single characters and pairs of Chinese, one and two letters that begin a word. */
export function gramsOf(folded: string): string[] {
  const grams = new Set<string>();
  for (const [run] of folded.matchAll(CJK_RUN)) {
    const characters = [...run];
    characters.forEach((character, index) => {
      grams.add(character);
      const next = characters[index + 1];
      if (next !== undefined) grams.add(character + next);
    });
  }
  for (const word of folded.split(/[^\p{L}\p{N}]+/u)) {
    const letters = [...word];
    if (letters.length === 0 || CJK.test(letters[0] ?? "")) continue;
    grams.add(letters[0] ?? "");
    if (letters.length > 1) grams.add(letters.slice(0, 2).join(""));
  }
  return [...grams].slice(0, MAX_GRAMS);
}

/** The two search columns for the texts by which somebody may be looked up. */
export function searchColumns(texts: readonly (string | null | undefined)[]) {
  const searchText = fold(texts.filter((text) => text).join(" · "));
  return { searchText, searchGrams: gramsOf(searchText) };
}

export interface Needle {
  /** LIKE patterns that all must match. */
  patterns: string[];
  /** Pieces that all must be there. */
  grams: string[];
}

const escapeLike = (text: string) => text.replace(/[\\%_]/g, (character) => `\\${character}`);

/** What to look for. Words may come in any order; a phone may be typed with spaces, dashes or brackets. Null for an empty text. */
export function needleOf(search: string): Needle | null {
  const folded = fold(search);
  if (folded === "") return null;
  const needle: Needle = { patterns: [], grams: [] };
  const isPhone = /^[+\d][\d\s().-]{3,}$/.test(folded);
  const words = isPhone ? [folded.replace(/[^\d]/g, "")] : folded.split(" ").slice(0, MAX_WORDS);
  for (const word of words) addWord(needle, word);
  return needle;
}

function addWord(needle: Needle, word: string): void {
  const length = [...word].length;
  if (CJK.test(word)) {
    for (const [run] of word.matchAll(CJK_RUN)) {
      const characters = [...run];
      const pairs = characters.slice(1).map((character, index) => `${characters[index]}${character}`);
      needle.grams.push(...(pairs.length > 0 ? pairs : characters));
    }
    // A pair or a single character is found by its gram alone; a pattern without a whole trigram would walk the index.
    if (length > 2) needle.patterns.push(`%${escapeLike(word)}%`);
  } else if (length <= 2 && /^[\p{L}\p{N}]+$/u.test(word)) needle.grams.push(word);
  else needle.patterns.push(`%${escapeLike(word)}%`);
}
