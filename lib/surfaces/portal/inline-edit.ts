import "server-only";
import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import type { FormState } from "@/components/ui/form-state";
import type { EditOutcome } from "@/components/ui/inline-edit";
import type { ErrorBody } from "@/lib/kernel/errors";
import type { Attempt } from "./call";
import { failure } from "./failure";
import { text } from "./form";

/** One field of one record, as an InlineEdit form sends it. */
export interface FieldChange<Field extends string> {
  id: string;
  field: Field;
  value: string;
  expectedVersion: number;
  /** True when the person chose to save although somebody else has the same mail or phone. */
  share: boolean;
}

const shown = (record: Record<string, unknown>, field: string) => String(record[field] ?? "");

/** The record as somebody else left it, when a change was refused because it was made from an older one. */
export function currentOf({ code, details }: ErrorBody): (Record<string, unknown> & { version: number }) | undefined {
  const current = details?.current;
  if (code !== "version_conflict" || typeof current !== "object" || current === null) return undefined;
  return current as Record<string, unknown> & { version: number };
}

/** Somebody who has the same mail or phone. */
export interface Holder {
  accountId: string;
  name: string;
  localName: string | null;
  email: string | null;
  phone: string | null;
  matchedOn: string[];
}

/** Those who have the same mail or phone already. */
export function holdersOf({ code, details }: ErrorBody): Holder[] {
  const isHeld = code === "possible_duplicate" && Array.isArray(details?.candidates);
  return isHeld ? (details?.candidates as Holder[]) : [];
}

/**
 * Saves one field from the value that was shown. A change somebody made meanwhile to other fields is no hindrance; a change to
 * this one comes back as `newer`, with nothing saved. `save` runs the operation with the version it is given.
 */
export async function saveField<Field extends string>(
  form: FormData,
  fields: readonly Field[],
  save: (change: FieldChange<Field>) => Promise<Attempt<unknown>>,
): Promise<FormState<EditOutcome>> {
  const field = fields.find((each) => each === text(form, "field"));
  if (!field) return { status: "error" };
  const change = {
    id: text(form, "id"),
    field,
    value: text(form, "value").trim(),
    expectedVersion: Number(text(form, "version")) || 1,
    share: text(form, "onDuplicate") === "share",
  };
  let outcome = await save(change);
  const current = outcome.ok ? undefined : currentOf(outcome.error);
  if (current && shown(current, field) === text(form, "before")) {
    outcome = await save({ ...change, expectedVersion: current.version });
  }
  refresh();
  return outcome.ok ? { status: "done" } : refused(outcome.error, form, field);
}

async function refused(error: ErrorBody, form: FormData, field: string): Promise<FormState<EditOutcome>> {
  const t = await getTranslations("form");
  const state: FormState<EditOutcome> = await failure(error, form);
  const current = currentOf(error);
  if (current) {
    const value = shown(current, field);
    const note = value === "" ? t("clearedMeanwhile") : t("changedMeanwhile", { value });
    return { ...state, result: { newer: { value, version: current.version, note } } };
  }
  const holders = holdersOf(error);
  if (holders.length === 0) return state;
  const names = holders.map(({ name }) => name).join(", ");
  return {
    ...state,
    message: t("heldBy", { names }),
    fields: {},
    result: { force: { name: "onDuplicate", value: "share", label: t("shareAnyway") } },
  };
}
