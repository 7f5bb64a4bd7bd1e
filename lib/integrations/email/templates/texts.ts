import { english } from "./texts.en";
import { traditionalChinese } from "./texts.zh-hant";

export type MailLocale = "en" | "zh-Hant";
/** Every text of every mail; `{name}` is replaced when the mail is rendered. */
export type MailTexts = { [Group in keyof typeof english]: Record<keyof (typeof english)[Group], string> };
export type TemplateName = keyof typeof english.subjects;

const byLocale: Record<MailLocale, MailTexts> = { en: english, "zh-Hant": traditionalChinese };

/** The language a mail is written in: the reader's where we have it, else English. */
export function mailLocale(locale: string): MailLocale {
  return locale.toLowerCase().startsWith("zh") ? "zh-Hant" : "en";
}

export function textsOf(locale: MailLocale): MailTexts {
  return byLocale[locale];
}

export function isTemplateName(name: string): name is TemplateName {
  return Object.hasOwn(english.subjects, name);
}

/** `text` with each `{name}` replaced by its value; a value is never read for further placeholders. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
