import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { PublicService } from "@/lib/operations/public-booking/public-view";
import { type BookQuery, bookHref } from "./address";
import { Money } from "./money";

interface Props {
  slug: string;
  service: PublicService;
  query: BookQuery;
}

const pill =
  "inline-flex min-h-9 items-center rounded-md border bg-surface px-3 py-1 hover:bg-hover aria-[current=true]:border-jade aria-[current=true]:bg-jade-soft aria-[current=true]:font-semibold";

/** With whom: anyone who is free, or one person. Plain links, so that each choice has an address. */
export function StaffChoice({ slug, service, query }: Props) {
  const t = useTranslations("book");
  if (service.staff.length < 2) return null;
  const hrefOf = (staff: string | undefined) => bookHref(slug, [service.id], { ...query, staff, day: undefined });
  return (
    <nav aria-label={t("withWhom")} className="grid gap-2">
      <h2 className="text-[13px] font-medium">{t("withWhom")}</h2>
      <ul className="flex flex-wrap gap-2">
        <li>
          <a href={hrefOf(undefined)} aria-current={query.staff ? undefined : "true"} className={pill}>
            {t("anyone")}
          </a>
        </li>
        {service.staff.map(({ id, name }) => (
          <li key={id}>
            <a href={hrefOf(id)} aria-current={query.staff === id ? "true" : undefined} className={pill} translate="no">
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What can be added; longer bookings have other free times, so it is chosen before the time. */
export function AddOnChoice({ slug, service, query }: Props) {
  const t = useTranslations("book");
  if (service.addOns.length === 0) return null;
  return (
    <form action={bookHref(slug, [service.id], {})} className="grid justify-items-start gap-2">
      {[
        ["lang", query.lang],
        ["zone", query.zone],
        ["staff", query.staff],
        ["from", query.from],
      ].map(([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />)}
      <fieldset className="grid gap-1.5">
        <legend className="mb-1 text-[13px] font-medium">{t("addOns")}</legend>
        {service.addOns.map(({ id, name, durationMinutes, price }) => (
          <label key={id} className="flex items-center gap-2">
            <input
              type="checkbox"
              name="addOn"
              value={id}
              defaultChecked={query.addOns?.includes(id)}
              className="size-4 accent-jade"
            />
            <span>
              {name}{" "}
              <span className="text-[13px] text-ink-soft">
                {durationMinutes > 0 && `${t("minutesMore", { minutes: durationMinutes })} · `}
                <Money amount={price} currency={service.currency} />
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      <Button type="submit" size="small">
        {t("applyAddOns")}
      </Button>
    </form>
  );
}
