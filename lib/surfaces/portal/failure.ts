import "server-only";
import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import type { FormState } from "@/components/ui/form-state";
import type { ErrorBody } from "@/lib/kernel/errors";
import { wordsFor } from "./field-rules";
import { nextPath } from "./next-path";
import { refusalWords } from "./refusal-words";

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

/** A field of a form, whichever part of it is meant, and what is wrong with it. */
const fieldAnd = (field: string, words: string) => [field.split(".")[0] ?? "", words] as const;

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
  return problemsOf(error).map((problem) => fieldAnd(problem.field, sentenceFor(problem)));
}

/** The words that a refusal of its own kind has in the reader's language, with its details filled in. */
async function refusalSentences(error: ErrorBody): Promise<{ title: string; step: string } | undefined> {
  const words = refusalWords(error);
  if (!words) return undefined;
  const t = await getTranslations("refusals");
  return { title: t(`${words.key}.title`, words.values), step: t(`${words.key}.step`, words.values) };
}

/** Leads back to the page of the form once its reader has signed in again. */
async function signInLink(): Promise<{ href: string; label: string }> {
  const here = (await headers()).get("x-favcrm-path");
  return {
    href: `/sign-in?next=${encodeURIComponent(nextPath(here))}`,
    label: (await getTranslations("common"))("signIn"),
  };
}

/** The state of a form whose operation refused: in the reader's language, beside the right fields, nothing typed lost. */
export async function failure(error: ErrorBody, form: FormData, prefix = ""): Promise<FormState<never>> {
  const t = await getTranslations("errors");
  const words = await getTranslations("form");
  const isEnglish = (await getLocale()) === "en";
  // A person has a role, not scopes.
  const given = error.code === "scope_missing" ? "forbidden" : error.code;
  const code = t.has(`${given}.title` as "internal.title") ? (given as "internal") : "internal";
  const own = await refusalSentences(error);
  const problems = own
    ? problemsOf(error).map(({ field }) => fieldAnd(field, own.title))
    : await fieldSentences(error, isEnglish);
  // What no field of this form shows is said above it.
  const elsewhere = own ? [] : problems.filter(([field]) => field !== "" && !form.has(`${prefix}${field}`));
  const attemptsLeft = error.details?.attemptsLeft;
  const retryAfter = error.details?.retryAfterSeconds;
  const more = [
    typeof attemptsLeft === "number" ? words("attemptsLeft", { count: attemptsLeft }) : undefined,
    typeof retryAfter === "number" ? words("retryAfter", { seconds: Math.ceil(retryAfter) }) : undefined,
    ...elsewhere.map(([field, rule]) => words("elsewhere", { field, rule })),
  ];
  const isSpecific = isEnglish && generic.has(error.code) && problems.length === 0;
  const title = own?.title ?? (isSpecific ? sentence(error.message) : t(`${code}.title`));
  return {
    status: "error",
    message: title,
    hint: [own?.step ?? t(`${code}.step`), ...more].filter(Boolean).join(" "),
    fields: Object.fromEntries(problems.map(([field, rule]) => [`${prefix}${field}`, rule])),
    values: typedValues(form),
    ...(error.code === "unauthenticated" ? { link: await signInLink() } : {}),
  };
}
