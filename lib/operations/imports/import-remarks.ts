import type { ImportTarget, RowProblem } from "./import";

/** From how many rows on a column is thought to be the wrong one for its field, rather than its cells mistyped. */
const MANY = 3;
const SHOWN_WORDS = 8;
/** Fields that know a few words only, for which columns of the same name often hold the business's own. */
const OF_WORDS: readonly string[] = ["source", "lifeStage", "type"];

/** What is wrong with many rows for one reason, in a sentence each, with the way out. */
export function remarksOn(problems: readonly RowProblem[], mapping: Record<string, ImportTarget>): string[] {
  return OF_WORDS.flatMap((field) => {
    const those = problems.filter((problem) => problem.field === field);
    const column = Object.keys(mapping).find((name) => mapping[name] === field);
    return column !== undefined && those.length >= MANY ? [remark(column, field, those)] : [];
  });
}

function remark(column: string, field: string, problems: readonly RowProblem[]): string {
  const counts = new Map<string, number>();
  for (const { value } of problems) counts.set(value, (counts.get(value) ?? 0) + 1);
  const words = [...counts].sort(([, a], [, b]) => b - a).map(([word, count]) => `${word} (${count})`);
  const more = words.length > SHOWN_WORDS ? ", …" : "";
  return `Column ${column} holds words that ${field} does not know: ${words.slice(0, SHOWN_WORDS).join(", ")}${more}. Map it to tags, or to a custom field (create_custom_field, then custom:NAME), or correct the words.`;
}
