/** Every word of the builder. */
export type BuilderLabels = {
  match: Record<"all" | "any" | "none", string>;
  group: string;
  field: string;
  op: string;
  value: string;
  ops: Record<string, string>;
  days: string;
  listHint: string;
  addCondition: string;
  addGroup: string;
  removeCondition: string;
  removeGroup: string;
  everybody: string;
  gone: string;
  json: string;
  jsonHelp: string;
  jsonInvalid: string;
  incomplete: string;
  counting: string;
  uncounted: string;
};
