import { BARE_OPS, DAY_OPS, LIST_OPS } from "./draft";

export type SegmentChoice = { value: string; label: string };

/** A field that criteria can ask for, as the builder offers it. */
export type FieldOption = {
  field: string;
  label: string;
  /** The heading it stands under. */
  group: string;
  ops: readonly string[];
  /** The values there are; without them values are typed. */
  choices: SegmentChoice[] | null;
  kind: "text" | "number" | "date";
};

/** Which control asks for the value of a condition. */
export type ValueControl = "none" | "days" | "date" | "number" | "choice" | "choices" | "texts" | "text";

/** The control that fits an operator of a field. */
export function controlOf({ choices, kind }: Pick<FieldOption, "choices" | "kind">, op: string): ValueControl {
  if (BARE_OPS.includes(op)) return "none";
  if (DAY_OPS.includes(op)) return "days";
  if (op === "before" || op === "after") return "date";
  if (LIST_OPS.includes(op)) return choices ? "choices" : "texts";
  if (choices && (op === "is" || op === "is_not")) return "choice";
  if (kind === "date" && (op === "is" || op === "is_not")) return "date";
  return kind === "number" || ["gt", "gte", "lt", "lte"].includes(op) ? "number" : "text";
}

/** The values to begin with when a condition gets another field or operator: what still fits is kept. */
export function valuesFor(option: FieldOption, op: string, old: { control: ValueControl; values: string[] }): string[] {
  const control = controlOf(option, op);
  if (control === "none" || control === "choices") return control === old.control ? old.values : [];
  if (control === "choice") {
    const kept = old.values.find((value) => option.choices?.some((choice) => choice.value === value));
    return [kept ?? option.choices?.[0]?.value ?? ""];
  }
  return control === old.control ? old.values : [control === "days" ? "60" : ""];
}
