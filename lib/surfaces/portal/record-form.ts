import "server-only";
import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import type { FormState } from "@/components/ui/form-state";
import type { ErrorBody } from "@/lib/kernel/errors";
import type { Attempt } from "./call";
import { failure } from "./failure";
import { type MessageKey, optionalNumber, text } from "./form";
import { currentOf, type Holder, holdersOf } from "./inline-edit";

/** What a refused form of a record offers: those who have the same mail or phone; or the record is newer than what was shown. */
export type RecordOutcome = { holders: Holder[]; isNewer?: boolean };

interface RecordForm<Name extends string> {
  /** Fields of the form; what was shown arrives beside each as `before:<name>`. */
  names: readonly Name[];
  /** Fields that may be emptied: an empty text clears them. Others are sent as they are. */
  clearable: readonly Name[];
  save(changes: Partial<Record<Name, string | null>>, expectedVersion: number | undefined): Promise<Attempt<unknown>>;
  done: MessageKey;
}

const shown = (record: Record<string, unknown>, name: string) => String(record[name] ?? "");

/**
 * Saves what was changed in a form, and nothing else. When somebody changed other fields meanwhile, theirs stay and ours are
 * saved; when it was one of ours, nothing is saved and the field says what stands there now. `version` is a hidden field.
 */
export async function saveRecord<Name extends string>(
  form: FormData,
  { names, clearable, save, done }: RecordForm<Name>,
): Promise<FormState<RecordOutcome>> {
  const given = names.filter((name) => form.has(name) && text(form, name).trim() !== text(form, `before:${name}`));
  const changes = Object.fromEntries(
    given.map((name) => {
      const value = text(form, name).trim();
      return [name, value === "" && clearable.includes(name) ? null : value];
    }),
  ) as Partial<Record<Name, string | null>>;
  const t = await getTranslations();
  if (given.length === 0) return { status: "done", message: t("form.nothingChanged") };
  let outcome = await save(changes, optionalNumber(form, "version"));
  const current = outcome.ok ? undefined : currentOf(outcome.error);
  if (current && takenOf(current, form, given).length === 0) {
    outcome = await save(changes, current.version);
  }
  refresh();
  return outcome.ok ? { status: "done", message: t(done) } : refused(outcome.error, form, given);
}

/** The fields that somebody else changed meanwhile, to something else than what is being saved. */
function takenOf(current: Record<string, unknown>, form: FormData, given: readonly string[]): string[] {
  return given.filter((name) => {
    const now = shown(current, name);
    return now !== text(form, `before:${name}`) && now !== text(form, name).trim();
  });
}

async function refused(error: ErrorBody, form: FormData, given: readonly string[]): Promise<FormState<RecordOutcome>> {
  const t = await getTranslations("form");
  const state: FormState<RecordOutcome> = await failure(error, form);
  const current = currentOf(error);
  if (current) {
    const fields = takenOf(current, form, given).map((name) => {
      const value = shown(current, name);
      return [name, value === "" ? t("clearedMeanwhile") : t("changedMeanwhile", { value })];
    });
    return {
      ...state,
      hint: t("saveAgain"),
      fields: Object.fromEntries(fields),
      result: { holders: [], isNewer: true },
    };
  }
  const holders = holdersOf(error);
  if (holders.length === 0) return state;
  const names = holders.map(({ name }) => name).join(", ");
  return { ...state, message: t("heldBy", { names }), hint: undefined, fields: {}, result: { holders } };
}
