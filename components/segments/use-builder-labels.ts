import { useTranslations } from "next-intl";
import type { BuilderLabels } from "./builder-labels";

const OPS = [
  ...["is", "is_not", "contains", "starts_with", "is_set", "is_empty", "in", "not_in", "before", "after"],
  ...["within_days", "older_than_days", "next_days", "has_any", "has_all", "has_none", "gt", "gte", "lt", "lte"],
] as const;

/** The builder's words in the reader's language. */
export function useBuilderLabels(): BuilderLabels {
  const t = useTranslations("segments.builder");
  return {
    match: { all: t("all"), any: t("any"), none: t("none") },
    group: t("group"),
    field: t("field"),
    op: t("op"),
    value: t("value"),
    ops: Object.fromEntries(OPS.map((op) => [op, t(`ops.${op as "is"}`)])),
    days: t("days"),
    listHint: t("listHint"),
    addCondition: t("addCondition"),
    addGroup: t("addGroup"),
    removeCondition: t("removeCondition"),
    removeGroup: t("removeGroup"),
    everybody: t("everybody"),
    gone: t("gone"),
    json: t("json"),
    jsonHelp: t("jsonHelp"),
    jsonInvalid: t("jsonInvalid"),
    incomplete: t("incomplete"),
    counting: t("counting"),
    uncounted: t("uncounted"),
  };
}
