import { useFormatter, useNow } from "next-intl";

/** How long ago or ahead `at` (ISO 8601) is, with the exact moment in its tooltip. */
export function TimeAgo({ at }: { at: string }) {
  const format = useFormatter();
  const now = useNow();
  const exact = format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "medium" });
  return (
    <time dateTime={at} title={exact} translate="no" className="whitespace-nowrap">
      {format.relativeTime(new Date(at), now)}
    </time>
  );
}

/** A moment (ISO 8601) as date and time in the viewer's language and the company's time zone. */
export function Moment({ at, dateOnly = false }: { at: string; dateOnly?: boolean }) {
  const format = useFormatter();
  return (
    <time dateTime={at} translate="no" className="whitespace-nowrap">
      {format.dateTime(new Date(at), dateOnly ? { dateStyle: "medium" } : { dateStyle: "medium", timeStyle: "short" })}
    </time>
  );
}
