import { env } from "@/lib/env";
import { DeliveryError } from "../transport";
import { momentIn } from "./moment";
import { fill, type MailLocale, type MailTexts, textsOf } from "./texts";

export type MailData = Record<string, unknown>;

/** What a template is given: texts in the reader's language and the row's data, from which it takes only through this. */
export interface MailFacts {
  locale: MailLocale;
  texts: MailTexts;
  /** Text somebody else chose, made harmless: one line, bounded, no control or direction marks, not clickable. */
  quoted(field: string): string | null;
  /** Text that we made ourselves (an address, a masked key): as `quoted`, but it may be copied as it stands. */
  plain(field: string): string | null;
  /** An instant in the reader's words. */
  moment(field: string): string | null;
  /** A link into this instance; a missing one means that the mail cannot be written. */
  link(field: string): string;
  flag(field: string): boolean;
  /** One of the texts, with its placeholders filled. */
  say(text: string, values?: Record<string, string>): string;
}

const MAX_QUOTED = 80;
export function factsOf(data: MailData, locale: MailLocale): MailFacts {
  return {
    locale,
    texts: textsOf(locale),
    quoted: (field) => quote(data[field]),
    plain: (field) => oneLine(data[field]),
    moment: (field) => momentIn(data[field], data.timezone, locale),
    link: (field) => linkInto(data[field]),
    flag: (field) => data[field] === true,
    say: (text, values = {}) => fill(text, values),
  };
}

/** See MailFacts.quoted. Null when nothing readable is left. */
export function quote(value: unknown): string | null {
  // Mail programs turn what looks like an address into a link; an invisible break after the mark prevents that.
  return oneLine(value)?.replace(/:(?=\/\/)|@(?=\S)|\.(?=\p{L})/gu, "$&\u200B") ?? null;
}

function oneLine(value: unknown): string | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  const line = String(value)
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  const letters = [...line];
  const bounded = letters.length > MAX_QUOTED ? `${letters.slice(0, MAX_QUOTED - 1).join("")}…` : line;
  return bounded || null;
}

/** Keeps the path and query only, so that no mail can ever lead anywhere but to this instance. */
function linkInto(value: unknown): string {
  const { appUrl } = env();
  if (typeof value !== "string" || !URL.canParse(value, appUrl)) {
    throw new DeliveryError("permanent", "The mail's data lacks the link that it needs");
  }
  const { pathname, search, hash } = new URL(value, appUrl);
  return `${appUrl}${pathname}${search}${hash}`;
}
