/** The address of a list: what a page's query says, and addresses that say something else. Pure. */

export type PageQuery = Record<string, string | string[] | undefined>;

/** The first value of a parameter; an empty one is none. */
export function oneOf(query: PageQuery, name: string): string | undefined {
  const value = query[name];
  return (Array.isArray(value) ? value[0] : value)?.trim() || undefined;
}

/** The value of a parameter if it is one of `values`; anything else is none, so that an old link still shows something. */
export function choiceOf<Value extends string>(
  query: PageQuery,
  name: string,
  values: readonly Value[],
): Value | undefined {
  const given = oneOf(query, name);
  return values.find((value) => value === given);
}

/** All values of a parameter that was given several times, or once with commas between. */
export function manyOf(query: PageQuery, name: string): string[] {
  const given = query[name];
  const values = (Array.isArray(given) ? given : [given ?? ""]).flatMap((value) => value.split(","));
  return [...new Set(values.map((value) => value.trim()).filter(Boolean))];
}

/** A day of a date input, `YYYY-MM-DD`, if the parameter is one. */
export function dayOf(query: PageQuery, name: string): string | undefined {
  const value = oneOf(query, name);
  return value && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;
}

/** Every name and value of a query, without the parameters of `except`. */
export function pairsOf(query: PageQuery, except: readonly string[] = []): [string, string][] {
  return Object.entries(query).flatMap(([name, value]) =>
    except.includes(name) || value === undefined
      ? []
      : (Array.isArray(value) ? value : [value])
          .filter((each) => each !== "")
          .map((each): [string, string] => [name, each]),
  );
}

/** `path` with the query, changed: a text or list replaces a parameter, undefined takes it away. */
export function hrefOf(path: string, query: PageQuery, changes: PageQuery = {}): string {
  const text = new URLSearchParams(pairsOf({ ...query, ...changes })).toString();
  return text ? `${path}?${text}` : path;
}
