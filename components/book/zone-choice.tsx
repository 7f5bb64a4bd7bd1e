import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { type BookQuery, bookHref } from "./address";

interface Props {
  slug: string;
  serviceId: string;
  query: BookQuery;
  shown: string;
  business: string;
  zones: readonly { value: string; label: string }[];
}

/** Says in which zone the times are, and offers the business's or any other. */
export function ZoneChoice({ slug, serviceId, query, shown, business, zones }: Props) {
  const t = useTranslations("book");
  const isBusiness = shown === business;
  return (
    <div className="grid gap-1 text-[13px] text-ink-soft">
      <p>
        {isBusiness ? t("businessZone", { zone: shown }) : t("yourZone", { zone: shown })}{" "}
        {!isBusiness && (
          <a
            href={bookHref(slug, [serviceId], { ...query, zone: business, day: undefined, from: undefined })}
            className="underline underline-offset-2 hover:text-ink"
          >
            {t("showBusinessZone", { zone: business })}
          </a>
        )}
      </p>
      <details>
        <summary className="w-fit underline underline-offset-2 hover:text-ink">{t("otherZone")}</summary>
        <form action={bookHref(slug, [serviceId], {})} className="mt-2 flex flex-wrap items-end gap-2">
          {query.lang && <input type="hidden" name="lang" value={query.lang} />}
          {query.staff && <input type="hidden" name="staff" value={query.staff} />}
          {query.addOns?.map((id) => (
            <input key={id} type="hidden" name="addOn" value={id} />
          ))}
          <label className="grid gap-1">
            {t("zone")}
            <select name="zone" defaultValue={shown} className="h-9 rounded-md border bg-surface px-2 text-ink">
              {zones.every(({ value }) => value !== shown) && <option value={shown}>{shown}</option>}
              {zones.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          <Button type="submit">{t("applyZone")}</Button>
        </form>
      </details>
    </div>
  );
}
