import { useFormatter, useTranslations } from "next-intl";

interface Props {
  start: string;
  end?: string;
  /** The visitor's zone and the business's. */
  zone: string;
  business: string;
}

/** A time in the visitor's zone, and in the business's when that is another; each with its zone's name. */
export function When({ start, end, zone, business }: Props) {
  const t = useTranslations("book");
  const format = useFormatter();
  const say = (timeZone: string) => {
    const day = format.dateTime(new Date(start), { dateStyle: "full", timeZone });
    const time = (at: string) => format.dateTime(new Date(at), { timeStyle: "short", timeZone });
    return `${day}, ${end ? `${time(start)}–${time(end)}` : time(start)}`;
  };
  return (
    <>
      <span className="font-medium">{say(zone)}</span> <span className="text-ink-soft">({zone})</span>
      {zone !== business && (
        <span className="block text-[13px] text-ink-soft">
          {t("atTheBusiness", { when: say(business), zone: business })}
        </span>
      )}
    </>
  );
}
