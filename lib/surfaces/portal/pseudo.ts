const accents: Record<string, string> = {
  a: "á",
  c: "ç",
  d: "ď",
  e: "é",
  g: "ğ",
  h: "ĥ",
  i: "í",
  k: "ķ",
  l: "ł",
  n: "ñ",
  o: "ö",
  r: "ř",
  s: "š",
  t: "ť",
  u: "ü",
  w: "ŵ",
  y: "ý",
  z: "ž",
  A: "Á",
  C: "Ç",
  E: "É",
  I: "Í",
  N: "Ñ",
  O: "Ö",
  S: "Š",
  T: "Ť",
  U: "Ü",
};

type Messages = { [key: string]: string | Messages };

// ICU arguments `{…}` and tags `<…>` stay as they are, also inside plural branches, so messages still format.
function accent(message: string): string {
  if (/\{[^}]*,\s*(plural|select)/.test(message)) return `⟦${message}⟧`;
  const parts = message.split(/(\{[^{}]*\}|<[^>]*>)/);
  return `⟦${parts.map((part) => (/^[{<]/.test(part) ? part : part.replace(/[a-zA-Z]/g, (letter) => accents[letter] ?? letter))).join("")}⟧`;
}

/** Every message accented and bracketed: text without brackets on a page does not come from a message file. */
export function pseudoMessages<T extends Messages>(messages: T): T {
  const accented = Object.entries(messages).map(([key, value]) => [
    key,
    typeof value === "string" ? accent(value) : pseudoMessages(value),
  ]);
  return Object.fromEntries(accented) as T;
}
