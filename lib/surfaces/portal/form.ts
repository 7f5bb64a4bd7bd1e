import "server-only";
import { refresh } from "next/cache";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import type { FormState } from "@/components/ui/form-state";
import { isOperationError } from "@/lib/kernel/errors";
import { failure } from "./failure";

type Translate = Awaited<ReturnType<typeof getTranslations<never>>>;
/** The key of a message, such as `keys.renamed`. */
export type MessageKey = Parameters<Translate>[0];

/** A field of a form as text; a missing one is empty. */
export function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** A field of a form as text, or nothing when it was left empty. */
export function optionalText(form: FormData, name: string): string | undefined {
  return text(form, name).trim() || undefined;
}

/** A field of a form as a number, or nothing when it was left empty. */
export function optionalNumber(form: FormData, name: string): number | undefined {
  const value = optionalText(form, name);
  return value === undefined ? undefined : Number(value);
}

/** A text of several lines, with the line ends that are stored, or nothing when it was left empty. */
export function optionalLines(form: FormData, name: string): string | undefined {
  return optionalText(form, name)?.replaceAll("\r\n", "\n");
}

type Given<Values> = { [Name in keyof Values]?: Exclude<Values[Name], null> };

/** The values of a new record, without what was left empty. */
export function given<Values extends object>(values: Values): Given<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Given<Values>;
}

/** The value that a page put into its form so that a double click makes one thing, not two. */
export function retrySafe(form: FormData): { idempotencyKey?: string } {
  const idempotencyKey = optionalText(form, "idempotencyKey");
  return idempotencyKey ? { idempotencyKey } : {};
}

/** Whether a browser without scripts posted the form: it gets a whole page in answer, not a change to the one it shows. */
export async function isPlainPost(): Promise<boolean> {
  return !(await headers()).has("next-action");
}

/**
 * Does what a form asks for. A refusal becomes the form's state; success says `done` (a message key) and has the page
 * rendered anew. `sayInstead` gives refusals, by code, words that fit this form. Redirects and bugs are thrown on.
 */
export async function submit<Result>(
  form: FormData,
  work: () => Promise<Result>,
  done?: MessageKey | ((result: Result) => MessageKey),
  sayInstead: Partial<Record<string, MessageKey>> = {},
): Promise<FormState<Result>> {
  try {
    const result = await work();
    refresh();
    const t = await getTranslations();
    const message = typeof done === "function" ? done(result) : done;
    return { status: "done", result, ...(message ? { message: t(message) } : {}) };
  } catch (error) {
    if (!isOperationError(error)) throw error;
    const state = await failure(error.toBody(), form);
    const own = sayInstead[error.code];
    return own ? { ...state, message: (await getTranslations())(own), hint: undefined, fields: {} } : state;
  }
}
