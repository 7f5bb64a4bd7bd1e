/** The first characters by which people recognise a text. Never half a character: the database takes no half of an emoji. */
export function beginningOf(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");
}
