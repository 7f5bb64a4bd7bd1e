import { useLocale } from "next-intl";
import { exponentOf } from "@/lib/kernel/money";

/** Shows decimal texts as money of a currency in the reader's language; whole amounts without decimals. Server and browser. */
export function useMoney(): (amount: string, currency: string) => string {
  const locale = useLocale();
  return (amount, currency) =>
    new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      minimumFractionDigits: exponentOf(currency),
      maximumFractionDigits: exponentOf(currency),
      trailingZeroDisplay: "stripIfInteger",
    } as Intl.NumberFormatOptions).format(amount as `${number}`);
}
