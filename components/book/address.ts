/** What a booking page's address carries from step to step; in a frame there are no cookies to carry it. */
export interface BookQuery {
  lang?: string | undefined;
  zone?: string | undefined;
  staff?: string | undefined;
  addOns?: readonly string[] | undefined;
  /** First day shown and the day chosen, in the visitor's zone. */
  from?: string | undefined;
  day?: string | undefined;
  start?: string | undefined;
  hold?: string | undefined;
  /** Until when the hold lasts: an instant. */
  until?: string | undefined;
  /** `wait`: join the wait-list; `waiting`, `mailed`: what was done. */
  mode?: string | undefined;
  /** Why the visitor is back at the times. */
  refused?: string | undefined;
  token?: string | undefined;
}

/** `/book/<slug>` and what follows, with the query it needs. */
export function bookHref(slug: string, steps: readonly string[], { addOns = [], ...query }: BookQuery): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value);
  for (const id of addOns) search.append("addOn", id);
  const path = ["", "book", slug, ...steps].map(encodeURIComponent).join("/");
  return search.size > 0 ? `${path}?${search}` : path;
}

/** What stays with the visitor whatever is chosen. */
export const lasting = ({ lang, zone }: BookQuery): BookQuery => ({ lang, zone });
