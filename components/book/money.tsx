import { useFormatter, useTranslations } from "next-intl";

/** A price in the visitor's way of writing it; nothing to pay is said in a word. */
export function Money({ amount, currency }: { amount: string; currency: string }) {
  const t = useTranslations("book");
  const format = useFormatter();
  const value = Number(amount);
  return value === 0 ? t("free") : format.number(value, { style: "currency", currency });
}
