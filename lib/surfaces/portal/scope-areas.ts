import "server-only";
import { getTranslations } from "next-intl/server";
import { ACTIONS, AREAS, type Scope } from "@/lib/auth/scopes";

/** Scopes grouped by area, with the areas' names in the reader's language, as forms offer them. */
export async function scopeAreas(scopes: ReadonlySet<Scope>) {
  const t = await getTranslations("keys.area");
  const areas = AREAS.map((area) => ({
    area,
    label: t(area),
    actions: ACTIONS.filter((action) => scopes.has(`${area}:${action}`)),
  }));
  return areas.filter(({ actions }) => actions.length > 0);
}
