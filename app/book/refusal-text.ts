import { getTranslations } from "next-intl/server";
import type { ErrorBody } from "@/lib/kernel/errors";

/** The word by which a refusal is explained to a visitor: the rule that was broken, else the error's code. */
export function refusalWord({ code, details }: Pick<ErrorBody, "code" | "details">): string {
  return typeof details?.rule === "string" ? details.rule : code;
}

/** What a visitor is told, in their language; what has no words of its own is told in general ones. */
export async function refusalText(word: string): Promise<string> {
  const t = await getTranslations("book.refusals");
  return t(t.has(word as "other") ? (word as "other") : "other");
}
