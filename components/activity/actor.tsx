import { useTranslations } from "next-intl";
import type { ActivityEvent } from "./event";

/** Who acted: a person's or key's own name, or a word for those who have none. */
export function Actor({ event }: { event: Pick<ActivityEvent, "actorType" | "actorLabel"> }) {
  const t = useTranslations("activity.actorType");
  if (event.actorType === "anonymous" || event.actorType === "system") return t(event.actorType);
  return <span translate="no">{event.actorLabel ?? event.actorType}</span>;
}
