import "server-only";
import { refresh } from "next/cache";
import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import type { FormState } from "@/components/ui/form-state";
import { type ErrorBody, isOperationError } from "@/lib/kernel/errors";
import { wordsFor } from "./field-rules";
import { nextPath } from "./next-path";

type Translate = Awaited<ReturnType<typeof getTranslations<never>>>;
/** The key of a message, such as `keys.renamed`. */
export type MessageKey = Parameters<Translate>[0];

/** Codes that say little by themselves; English readers get the operation's own sentence instead. */
const generic = new Set([
  "invalid_input",
  "forbidden",
  "not_found",
  "conflict",
  "precondition_failed",
  "limit_reached",
]);
/** What must not travel back into a page when its form fails. */
const secretNames = /^(\$ACTION|code$|apiKey$|token$|credential$|logo$)/;

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

/** The value that a page put into its form so that a double click makes one thing, not two. */
export function retrySafe(form: FormData): { idempotencyKey?: string } {
  const idempotencyKey = optionalText(form, "idempotencyKey");
  return idempotencyKey ? { idempotencyKey } : {};
}

function typedValues(form: FormData): Record<string, string> {
  const kept = [...form].filter(([name, value]) => typeof value === "string" && !secretNames.test(name));
  return Object.fromEntries(kept) as Record<string, string>;
}

function sentence(message: string): string {
  const plain = message.replace(/^[a-zA-Z]+: /, "");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

interface FieldProblem {
  field: string;
  rule: string;
  example?: unknown;
}

function problemsOf({ details, message }: ErrorBody): FieldProblem[] {
  if (Array.isArray(details?.fields)) return details.fields as FieldProblem[];
  return typeof details?.field === "string" ? [{ field: details.field, rule: message }] : [];
}

/** What is wrong with each field, in the reader's language. English readers get an operation's own words where the table has none. */
async function fieldSentences(error: ErrorBody, isEnglish: boolean): Promise<(readonly [string, string])[]> {
  const words = await getTranslations("form");
  const sentenceFor = ({ rule, example }: FieldProblem): string => {
    const known = wordsFor(rule);
    if (known) return words(`rule.${known.key}`, known.values);
    if (isEnglish) return sentence(rule);
    if (error.kind === "conflict") return words("rule.taken");
    if (error.kind === "not_found") return words("rule.gone");
    return typeof example === "string" ? words("notFittingExample", { example }) : words("notFitting");
  };
  return problemsOf(error).map((problem) => [problem.field.split(".")[0] ?? "", sentenceFor(problem)] as const);
}

/** Leads back to the page of the form once its reader has signed in again. */
async function signInLink(): Promise<{ href: string; label: string }> {
  const here = (await headers()).get("x-favcrm-path");
  return {
    href: `/sign-in?next=${encodeURIComponent(nextPath(here))}`,
    label: (await getTranslations("common"))("signIn"),
  };
}

/** Whether a browser without scripts posted the form: it gets a whole page in answer, not a change to the one it shows. */
export async function isPlainPost(): Promise<boolean> {
  return !(await headers()).has("next-action");
}

/** The state of a form whose operation refused: in the reader's language, beside the right fields, nothing typed lost. */
export async function failure(error: ErrorBody, form: FormData, prefix = ""): Promise<FormState<never>> {
  const t = await getTranslations("errors");
  const words = await getTranslations("form");
  const isEnglish = (await getLocale()) === "en";
  // A person has a role, not scopes.
  const given = error.code === "scope_missing" ? "forbidden" : error.code;
  const code = t.has(`${given}.title` as "internal.title") ? (given as "internal") : "internal";
  const problems = await fieldSentences(error, isEnglish);
  // What no field of this form shows is said above it.
  const elsewhere = problems.filter(([field]) => field !== "" && !form.has(`${prefix}${field}`));
  const attemptsLeft = error.details?.attemptsLeft;
  const retryAfter = error.details?.retryAfterSeconds;
  const more = [
    typeof attemptsLeft === "number" ? words("attemptsLeft", { count: attemptsLeft }) : undefined,
    typeof retryAfter === "number" ? words("retryAfter", { seconds: Math.ceil(retryAfter) }) : undefined,
    ...elsewhere.map(([field, rule]) => words("elsewhere", { field, rule })),
  ];
  const isSpecific = isEnglish && generic.has(error.code) && problems.length === 0;
  return {
    status: "error",
    message: isSpecific ? sentence(error.message) : t(`${code}.title`),
    hint: [t(`${code}.step`), ...more].filter(Boolean).join(" "),
    fields: Object.fromEntries(problems.map(([field, rule]) => [`${prefix}${field}`, rule])),
    values: typedValues(form),
    ...(error.code === "unauthenticated" ? { link: await signInLink() } : {}),
  };
}

/**
 * Does what a form asks for. A refusal becomes the form's state; success says `done` (a message key) and has the page
 * rendered anew. `sayInstead` gives refusals, by code, words that fit this form. Redirects and bugs are thrown on.
 */
export async function submit<Result>(
  form: FormData,
  work: () => Promise<Result>,
  done?: MessageKey,
  sayInstead: Partial<Record<string, MessageKey>> = {},
): Promise<FormState<Result>> {
  try {
    const result = await work();
    refresh();
    const t = await getTranslations();
    return { status: "done", result, ...(done ? { message: t(done) } : {}) };
  } catch (error) {
    if (!isOperationError(error)) throw error;
    const state = await failure(error.toBody(), form);
    const own = sayInstead[error.code];
    return own ? { ...state, message: (await getTranslations())(own), hint: undefined, fields: {} } : state;
  }
}
